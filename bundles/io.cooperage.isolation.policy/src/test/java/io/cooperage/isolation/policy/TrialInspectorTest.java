package io.cooperage.isolation.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.isolation.IsolationLayer;
import io.cooperage.api.isolation.IsolationLayer.State;
import io.cooperage.linux.process.ProcessStat;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.spi.isolation.TrialPolicy;
import io.cooperage.spi.kernel.PidHandle;
import io.cooperage.testing.controller.TestCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialInspectorTest {
  private static final String RECORD =
      "audit(1795476549.063:7): auid=4294967295 uid=%d gid=1 ses=1 pid=2 comm=\"x\" exe=\"/x\""
          + " sig=0 arch=c000003e syscall=%d compat=0 ip=0x7f code=0x7ffc0000";

  @TempDir private Path root;
  private final TestCell cell = TestCell.of(Map.of());
  private TrialLog log;

  private void host(String logged) throws IOException {
    Path file = root.resolve("proc/sys/kernel/seccomp/actions_logged");
    Files.createDirectories(file.getParent());
    Files.writeString(file, logged + "\n");
    log = new TrialLog(root);
  }

  @AfterEach
  void close() {
    log.close();
  }

  private List<IsolationLayer> look(Map<String, String> properties) {
    int pid = (int) ProcessHandle.current().pid();
    PidHandle init = new PidHandle(pid, ProcessStat.find(pid).orElseThrow().startTime());
    return new TrialInspector(log)
        .inspect(new Sandbox("namespaces", cell.id(), init, properties), cell);
  }

  private IsolationLayer look() {
    return look(Map.of(TrialPolicy.TRIAL, "strict")).get(0);
  }

  @Test
  void withoutATrialThereIsNoLayer() throws IOException {
    host("log");
    assertThat(look(Map.of())).isEmpty();
  }

  @Test
  void whereTheKernelTellsNothingItIsNotSaidThatNothingWasDenied() throws IOException {
    host("errno");

    assertThat(look().state()).isEqualTo(State.ABSENT);
    assertThat(look().found()).contains("actions_logged").doesNotContain("denied");
  }

  @Test
  void aReportNamesTheCallsThatAreMostAndSumsUpTheRest() throws IOException {
    host("errno log");
    look();
    for (int call = 0; call < 30; call++) {
      log.count(RECORD.formatted(cell.idMap().base(), call));
    }
    log.count(RECORD.formatted(cell.idMap().base(), 29));

    assertThat(look().found())
        .startsWith("would have denied shmget 2x, read 1x, ")
        .containsPattern("others 10x since \\d{4}-");
    assertThat(look().found().split(",")).hasSize(21);
  }
}
