package io.cooperage.controller.cpu;

import static io.cooperage.controller.cpu.CpuParameters.BURST;
import static io.cooperage.controller.cpu.CpuParameters.CPULIMIT;
import static io.cooperage.controller.cpu.CpuParameters.CPUMASK;
import static io.cooperage.controller.cpu.CpuParameters.CPUS;
import static io.cooperage.controller.cpu.CpuParameters.GUARANTEE;
import static io.cooperage.controller.cpu.CpuParameters.NODEMASK;
import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.node.HostFacts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CpuRulesTest {
  private static final HostFacts FOUR =
      new HostFacts(1L << 30, 4, "test", new CpuProbe(TestNode.of("0-2,5")).features());

  private static List<String> problems(ParameterValues.Builder values) {
    return problems(values, FOUR);
  }

  private static List<String> problems(ParameterValues.Builder values, HostFacts host) {
    return CpuRules.problems(values.build(), host).stream().map(Problem::message).toList();
  }

  private static ParameterValues.Builder values() {
    return ParameterValues.builder();
  }

  @Test
  void absentCoresAndNodesAreNamedWithThoseThatThereAre() {
    assertThat(
            problems(
                values().put(CPUMASK, IndexSet.parse("1-4")).put(NODEMASK, IndexSet.parse("0,3"))))
        .containsExactly(
            "cpumask '1-4' names cores that this node lacks: 3-4; it has 0-2,5",
            "nodemask '0,3' names NUMA nodes that this node lacks: 3; it has 0");
    assertThat(problems(values().put(CPUMASK, IndexSet.parse("5,0")))).isEmpty();
  }

  @Test
  void whatContradictsIsToldAllAtOnce() {
    assertThat(
            problems(
                values()
                    .put(CPUS, 3L)
                    .put(CPUMASK, IndexSet.parse("0-1"))
                    .put(CPULIMIT, CpuLimit.percent(50))
                    .put(GUARANTEE, 60L)
                    .put(BURST, 70L)))
        .containsExactly(
            "cpus '3' is more than the cores of cpumask 0-1",
            "cpu-guarantee '60' is more than cpulimit 50 allows",
            "cpuburst '70' is more than cpulimit 50 allows");
  }

  @Test
  void aBurstNeedsALimit() {
    assertThat(problems(values().put(BURST, 10L)))
        .containsExactly(
            "cpuburst '10' has no effect without a limit; set cpulimit or cpus too, or unset cpuburst");
    assertThat(problems(values().put(BURST, 10L).put(CPUS, 1L))).isEmpty();
    assertThat(problems(values().put(BURST, 0L))).isEmpty();
  }

  @Test
  void moreThanTheNodeHasIsRefused() {
    assertThat(problems(values().put(GUARANTEE, 401L)))
        .containsExactly("cpu-guarantee '401' must be at most 400, all cores of this node");
  }

  @Test
  void megahertzNeedANodeThatKnowsItsSpeed() {
    HostFacts mute = new HostFacts(1L << 30, 4, "test", Map.of());

    assertThat(problems(values().put(CPULIMIT, new CpuLimit(500, true)), mute))
        .containsExactly(
            "cpulimit '500m' is in MHz, but the kernel does not say how fast a core is;"
                + " give percent");
    assertThat(problems(values().put(CPULIMIT, new CpuLimit(19, true))))
        .containsExactly("cpulimit '19m' must be at least 20m, 1 % of a core of this node");
    assertThat(problems(values().put(CPULIMIT, new CpuLimit(500, true)).put(GUARANTEE, 26L)))
        .containsExactly("cpu-guarantee '26' is more than cpulimit 500m allows");
  }

  @Test
  void withoutCpusetsMasksAreRefused() {
    HostFacts none = new HostFacts(1L << 30, 4, "test", Map.of("cgroup.cpuset", "none"));

    assertThat(problems(values().put(CPUMASK, IndexSet.ALL), none))
        .containsExactly("cpumask 'all' needs the cpuset controller, which this host lacks");
  }
}
