package io.cooperage.isolation.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.testing.cgroup.SimulatedGroup;
import io.cooperage.testing.controller.TestCell;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpusTest {
  private static final List<Integer> FOUR = List.of(0, 1, 2, 3);
  private static final Load.Tasks NOBODY = new Load.Tasks(0, 0, 0);

  private static Cpus v1(String quota, String allowed) {
    CgroupDirectory cpu =
        SimulatedGroup.v1("cpu")
            .with("cpu.cfs_quota_us", quota)
            .with("cpu.cfs_period_us", "100000");
    CgroupDirectory set = SimulatedGroup.v1("cpuset").with("cpuset.effective_cpus", allowed);
    CgroupDirectory time = SimulatedGroup.v1("cpuacct").with("cpuacct.stat", "user 70\nsystem 30");
    return Cpus.of(
        new Groups(
            TestCell.of(
                Map.of(Subsystem.CPU, cpu, Subsystem.CPUSET, set, Subsystem.CPUACCT, time))),
        FOUR);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0-3, 0;1;2;3",
    "50000, 0-3, 0",
    "100000, 0-3, 0",
    "150000, 0-3, 0;1",
    "900000, 0-3, 0;1;2;3",
    "150000, '1,3', 1;3",
    "-1, '2', 2",
    "-1, '', 0;1;2;3"
  })
  void asManyAsItsTimeFillsOfThoseThatItMayRunOn(String quota, String allowed, String expected) {
    assertThat(v1(quota, allowed).host())
        .extracting(String::valueOf)
        .containsExactly(expected.split(";", -1));
  }

  @Test
  void v2IsReadAlike() {
    CgroupDirectory group =
        SimulatedGroup.v2("cpu")
            .with("cpu.max", "200000 100000")
            .with("cpu.stat", "usage_usec 3000000\nuser_usec 2000000\nsystem_usec 1000000")
            .with("cpuset.cpus.effective", "1-3");
    Cpus cpus =
        Cpus.of(
            new Groups(
                TestCell.of(
                    Map.of(
                        Subsystem.CPU, group, Subsystem.CPUSET, group, Subsystem.CPUACCT, group))),
            FOUR);
    assertThat(cpus).isEqualTo(new Cpus(List.of(1, 2), 200, 100));
    assertThat(cpus.online()).isEqualTo("0-1\n");
  }

  @Test
  void theirBlocksAreRenumbered() {
    assertThat(
            new Cpus(List.of(1, 2), 0, 0)
                .cpuinfo(Cpus.blocks(block(0, "A", 4) + block(1, "B", 4) + block(2, "C", 4))))
        .isEqualTo(block(0, "B", 2) + block(1, "C", 2));
  }

  private static String block(int number, String model, int siblings) {
    return "processor\t: "
        + number
        + "\nmodel name\t: "
        + model
        + "\nsiblings\t: "
        + siblings
        + "\n\n";
  }

  @Test
  void idleTimeIsWhatIsNotUsedAndNeverFalls() {
    CpuClock clock = new CpuClock("");
    assertThat(clock.idle(new Cpus(List.of(0, 1), 100, 0), 1000)).isEqualTo(1900);
    assertThat(clock.idle(new Cpus(List.of(0), 150, 50), 1200)).isEqualTo(2000);
    assertThat(clock.idle(new Cpus(List.of(0), 900, 50), 1200)).isEqualTo(2000);
    assertThat(new CpuClock("cpu  1 0 2 5000 0").idle(new Cpus(List.of(0), 100, 0), 1000))
        .isEqualTo(5000);
  }

  @Test
  void noTimeFallsWhenCpusAreAddedOrADaemonFollows() {
    CpuClock clock = new CpuClock("");
    Load.Tasks nine = new Load.Tasks(0, 0, 9);
    clock.stat(new Cpus(List.of(0), 100, 50), 1000, 17, nine);
    String two = clock.stat(new Cpus(List.of(0, 1), 120, 70), 1100, 17, NOBODY);
    assertThat(two.lines().toList())
        .startsWith(
            "cpu  120 0 70 1010 0 0 0 0 0 0",
            "cpu0 110 0 60 930 0 0 0 0 0 0",
            "cpu1 10 0 10 80 0 0 0 0 0 0")
        .contains("processes 9");
    String next = new CpuClock(two).stat(new Cpus(List.of(0, 1), 120, 70), 1100, 17, NOBODY);
    assertThat(next.lines().toList())
        .startsWith("cpu  120 0 70 2010 0 0 0 0 0 0", "cpu0 110 0 60 1430 0 0 0 0 0 0")
        .contains("processes 9");
  }

  @Test
  void statHasALineForEachCpu() {
    String text =
        new CpuClock("").stat(new Cpus(List.of(0, 1), 70, 30), 1000, 17, new Load.Tasks(3, 1, 9));
    assertThat(text.lines().toList())
        .startsWith(
            "cpu  70 0 30 1900 0 0 0 0 0 0",
            "cpu0 35 0 15 950 0 0 0 0 0 0",
            "cpu1 35 0 15 950 0 0 0 0 0 0",
            "intr 0",
            "ctxt 0",
            "btime 17",
            "processes 9",
            "procs_running 3",
            "procs_blocked 1");
  }

  @Test
  void loadApproachesTheNumberOfTasksAndGoesOnFromWhatWasShown() {
    Load load = new Load("");
    assertThat(load.text(5)).isEqualTo("0.00 0.00 0.00 1/5 5\n");
    for (int i = 0; i < 12; i++) {
      load.add(new Load.Tasks(1, 1, 5), 5);
    }
    assertThat(load.text(5)).isEqualTo("1.26 0.36 0.13 1/5 5\n");
    Load next = new Load(load.text(5));
    next.add(NOBODY, 0);
    assertThat(next.text(5)).startsWith("1.26 0.36 0.13 ");
    assertThat(new Load("nonsense 1e9 .. x").text(1)).startsWith("0.00 0.00 0.00 ");
  }
}
