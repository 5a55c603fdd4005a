package io.cooperage.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ManyLaunchesTest {
  private static final int COUNT = 100;

  @RegisterExtension final SupervisorFixture fixture = new SupervisorFixture();

  @Test
  void aHundredContainersStartAreEnteredAndEndWithoutLeavingAnything() throws Exception {
    SupervisorInfo info = fixture.supervisor().info();
    int keeperFiles = openFiles(info.keeper());
    int workerFiles = openFiles(info.worker());
    long[] launch = new long[COUNT];
    long[] enter = new long[COUNT];
    for (int i = 0; i < COUNT; i++) {
      try (LaunchPlan plan = fixture.root().plan(fixture.supervisor(), "c" + i, i, "sleep", "99")) {
        long start = System.nanoTime();
        fixture.supervisor().launch(plan);
        fixture.supervisor().openGate("c" + i);
        launch[i] = System.nanoTime() - start;
      }
    }
    for (int i = 0; i < COUNT; i++) {
      long start = System.nanoTime();
      try (EnterPlan plan = TestRoot.enter("c" + i, "true");
          Session session = fixture.supervisor().enter(plan)) {
        session.exit().get(20, TimeUnit.SECONDS);
      }
      enter[i] = System.nanoTime() - start;
    }
    System.out.printf(
        "launch+gate ms p50 %.2f min %.2f; enter true ms p50 %.2f min %.2f%n",
        median(launch), minimum(launch), median(enter), minimum(enter));
    assertThat(fixture.supervisor().list()).hasSize(COUNT);
    for (int i = 0; i < COUNT; i++) {
      fixture.supervisor().signal("c" + i, 9);
    }
    for (int i = 0; i < COUNT; i++) {
      fixture.supervisor().forget(fixture.nextExit().key());
    }
    assertThat(fixture.supervisor().list()).isEmpty();
    SupervisorFixture.await(() -> openFiles(info.keeper()) == keeperFiles);
    SupervisorFixture.await(() -> openFiles(info.worker()) == workerFiles);
  }

  private static double median(long[] nanos) {
    return Arrays.stream(nanos).sorted().skip(nanos.length / 2).findFirst().orElseThrow() / 1e6;
  }

  private static double minimum(long[] nanos) {
    return Arrays.stream(nanos).min().orElseThrow() / 1e6;
  }

  private static int openFiles(int pid) {
    String[] names = Path.of("/proc/" + pid + "/fd").toFile().list();
    return names == null ? -1 : names.length;
  }
}
