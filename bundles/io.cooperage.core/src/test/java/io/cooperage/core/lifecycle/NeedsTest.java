package io.cooperage.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.testing.fake.FakeHost;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeedsTest {
  @TempDir Path folder;
  private final FakeHost host = new FakeHost();
  private EngineUnderTest engine;
  private ContainerId id;

  @BeforeEach
  void open() {
    engine = new EngineUnderTest(host, folder);
    id = engine.create(101, "cpuunits=2000").id();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private List<String> missing() {
    LiveContainer live = engine.room().parts().roster().need(id);
    return Needs.missing(engine.room().parts(), live);
  }

  @Test
  void aCtWithAllOfItsProvidersMissesNothing() {
    assertThat(missing()).isEmpty();
  }

  @Test
  void providersAndControllersAreNamed() {
    engine.leases().remove(Family.CONTROLLER, engine.cpu());
    assertThat(missing()).containsExactly("a controller for cpuunits");
    engine.leases().remove(Family.STORAGE, engine.storage());
    engine.leases().remove(Family.NETWORK, engine.network());
    assertThat(missing()).containsExactly("storage.fake", "network.fake");
  }
}
