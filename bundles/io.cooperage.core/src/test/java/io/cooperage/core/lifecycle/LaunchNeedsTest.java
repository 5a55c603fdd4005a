package io.cooperage.core.lifecycle;

import static io.cooperage.core.lifecycle.EngineUnderTest.PATIENCE;
import static io.cooperage.core.lifecycle.EngineUnderTest.ref;
import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.StopOptions;
import io.cooperage.spi.isolation.LaunchNeeds;
import io.cooperage.spi.isolation.LaunchRequest;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.store.ContainerRecord;
import io.cooperage.testing.fake.FakeHost;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What isolation needs for a launch is there when it launches. */
class LaunchNeedsTest {
  private static final String STORE = "/var/lib/containers";

  @TempDir Path folder;
  private final FakeHost host = new FakeHost();
  private EngineUnderTest engine;

  @BeforeEach
  void open() {
    engine = new EngineUnderTest(host, folder);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aContainerThatNeedsMoreIdsGetsAWiderSlotAtItsNextStart() {
    Container first = engine.create(101);
    Container second = engine.create(102);
    IdMap narrow = record(first).idMap();
    engine.start(102);
    host.isolation().needs(new LaunchNeeds(2, List.of()));

    engine.start(101);

    IdMap wide = request(first).idMap();
    assertThat(wide.width()).isEqualTo(2 * narrow.width());
    assertThat(wide.overlaps(request(second).idMap())).isFalse();
    assertThat(record(first).idMap()).isEqualTo(wide);
    assertThat(record(second).idMap()).isEqualTo(request(second).idMap());
  }

  /** Files on its disk may be of its upper ids by then. */
  @Test
  void aWideSlotStaysWide() {
    Container made = engine.create(101);
    host.isolation().needs(new LaunchNeeds(2, List.of()));
    engine.start(101);
    IdMap wide = request(made).idMap();
    engine.containers().stop(ref(101), StopOptions.defaults()).await(PATIENCE);
    host.isolation().needs(LaunchNeeds.USUAL);

    engine.start(101);

    assertThat(request(made).idMap()).isEqualTo(wide);
  }

  @Test
  void foldersBesideTheOverlayAreHandedOverAndClosed() {
    Container made = engine.create(101);
    host.isolation().needs(new LaunchNeeds(1, List.of(STORE)));

    engine.start(101);

    assertThat(request(made).folders()).containsOnlyKeys(STORE);
    assertThat(host.storage().openDescriptors()).isZero();
  }

  private LaunchRequest request(Container of) {
    return host.isolation().request(of.id()).orElseThrow();
  }

  private ContainerRecord record(Container of) {
    return host.store().containers().stream()
        .filter(r -> r.id().equals(of.id()))
        .findFirst()
        .orElseThrow();
  }
}
