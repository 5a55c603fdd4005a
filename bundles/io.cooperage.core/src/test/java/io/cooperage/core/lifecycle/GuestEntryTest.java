package io.cooperage.core.lifecycle;

import static io.cooperage.core.lifecycle.EngineUnderTest.PATIENCE;
import static io.cooperage.core.lifecycle.EngineUnderTest.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.container.ExecRequest;
import io.cooperage.api.container.ExecResult;
import io.cooperage.api.container.StopOptions;
import io.cooperage.testing.fake.FakeHost;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestEntryTest {
  @TempDir Path folder;
  private final FakeHost host = new FakeHost();
  private EngineUnderTest engine;

  @BeforeEach
  void open() {
    engine = new EngineUnderTest(host, folder);
    engine.create(101);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aProgramRunsOnceTheCtRuns() {
    assertThatThrownBy(() -> engine.containers().exec(ref(101), ExecRequest.of("true")))
        .hasMessage("CT 101 does not run");
    engine.start(101);
    ExecResult result =
        engine
            .containers()
            .exec(ref(101), ExecRequest.of("echo", "hi"))
            .run(new byte[0], 100, Duration.ofSeconds(1));
    assertThat(result.output()).asString(StandardCharsets.UTF_8).isEqualTo("echo hi");
    assertThat(engine.containers().exec(ref(101), ExecRequest.of("sh")).ticket().token())
        .hasSize(32);
  }

  @Test
  void theConsoleOfARunningCtCanBeAttachedAndItsLogOutlivesTheRun() {
    assertThat(engine.containers().consoleLog(ref(101))).isEmpty();
    engine.start(101);
    assertThat(engine.containers().console(ref(101)).socket()).isNotEmpty();
    engine.containers().stop(ref(101), StopOptions.defaults()).await(PATIENCE);
    assertThat(engine.containers().consoleLog(ref(101)))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("hello from init\n");
    assertThatThrownBy(() -> engine.containers().console(ref(101)))
        .hasMessage("CT 101 does not run");
    engine.containers().destroy(ref(101)).await(PATIENCE);
    assertThat(folder.resolve("console")).isEmptyDirectory();
  }
}
