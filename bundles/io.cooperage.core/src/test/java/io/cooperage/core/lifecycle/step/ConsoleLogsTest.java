package io.cooperage.core.lifecycle.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.cooperage.api.container.ContainerId;
import io.cooperage.core.RecordedEvents;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.TestLeases;
import io.cooperage.spi.isolation.IsolationProvider;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.spi.kernel.PidHandle;
import io.cooperage.testing.fake.FakeHost;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleLogsTest {
  @TempDir Path folder;
  private final TestLeases leases = new TestLeases(new RecordedEvents());
  private final ContainerId id = ContainerId.random();
  private final Sandbox sandbox = new Sandbox("fake", id, new PidHandle(1, 1), Map.of());

  @AfterEach
  void close() {
    leases.close();
  }

  private ConsoleLogs logs() {
    return new ConsoleLogs(leases.leases(), folder);
  }

  @Test
  void aLogIsKeptReadByTheNextDaemonAndForgotten() {
    leases.add(Family.ISOLATION, (IsolationProvider) new FakeHost().isolation());
    logs().keep(sandbox);
    assertThat(logs().read(id)).asString(StandardCharsets.UTF_8).isEqualTo("hello from init\n");
    logs().forget(id);
    assertThat(logs().read(id)).isEmpty();
  }

  @Test
  void aStopDoesNotFailForWantOfALog() {
    assertThatCode(() -> logs().keep(sandbox)).doesNotThrowAnyException();
    assertThat(logs().read(id)).isEmpty();
  }
}
