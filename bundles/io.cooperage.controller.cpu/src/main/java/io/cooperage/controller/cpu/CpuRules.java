package io.cooperage.controller.cpu;

import static io.cooperage.controller.cpu.CpuParameters.BURST;
import static io.cooperage.controller.cpu.CpuParameters.CPULIMIT;
import static io.cooperage.controller.cpu.CpuParameters.CPUMASK;
import static io.cooperage.controller.cpu.CpuParameters.CPUS;
import static io.cooperage.controller.cpu.CpuParameters.CPUUNITS;
import static io.cooperage.controller.cpu.CpuParameters.GUARANTEE;
import static io.cooperage.controller.cpu.CpuParameters.NODEMASK;

import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.node.HostFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the CPU parameters must keep to on a host, all of it at once. */
final class CpuRules {
  /** The kernel takes no quota below 1 ms. */
  private static final long LEAST_QUOTA = 1000;

  private final ParameterValues values;
  private final HostFacts host;
  private final List<Problem> problems = new ArrayList<>();

  private CpuRules(ParameterValues values, HostFacts host) {
    this.values = values;
    this.host = host;
  }

  static List<Problem> problems(ParameterValues values, HostFacts host) {
    CpuRules rules = new CpuRules(values, host);
    rules.controllers();
    rules.present();
    rules.speed();
    rules.contradictions();
    return List.copyOf(rules.problems);
  }

  private void controllers() {
    for (Parameter<?> p : List.of(CPUUNITS, CPULIMIT, CPUS, GUARANTEE, BURST)) {
      need(p, "cgroup.cpu", "needs the cpu controller, which this host lacks");
    }
    for (Parameter<?> p : List.of(CPUMASK, NODEMASK)) {
      need(p, "cgroup.cpuset", "needs the cpuset controller, which this host lacks");
    }
  }

  private void need(Parameter<?> parameter, String feature, String rule) {
    if (host.feature(feature).equals("none")) {
      values.texts(parameter).forEach(text -> add(parameter, rule, ""));
    }
  }

  private void present() {
    if (values.explicit(CPUS).filter(n -> n > host.cpus()).isPresent()) {
      add(CPUS, "must be at most " + host.cpus() + ", the CPUs of this node", "");
    }
    if (values.explicit(GUARANTEE).filter(g -> g > host.cpus() * 100L).isPresent()) {
      add(GUARANTEE, "must be at most " + host.cpus() * 100L + ", all cores of this node", "");
    }
    absent(CPUMASK, CpuProbe.online(host), "cores");
    absent(NODEMASK, CpuProbe.memoryNodes(host), "NUMA nodes");
  }

  private void absent(Parameter<IndexSet> parameter, IndexSet there, String what) {
    CpuParameters.mask(values, parameter)
        .map(mask -> mask.lackedBy(there))
        .filter(lacking -> !lacking.isEmpty())
        .ifPresent(
            lacking ->
                add(
                    parameter,
                    "names " + what + " that this node lacks: " + lacking,
                    "it has " + there.text()));
  }

  private void speed() {
    Optional<CpuLimit> limit = values.explicit(CPULIMIT).filter(CpuLimit::megahertz);
    OptionalLong core = CpuProbe.megahertz(host);
    if (limit.isPresent() && core.isEmpty()) {
      add(CPULIMIT, "is in MHz, but the kernel does not say how fast a core is", "give percent");
    } else if (limit.isPresent() && limit.get().quota(core.getAsLong()) < LEAST_QUOTA) {
      long least = (LEAST_QUOTA * core.getAsLong() + CpuGroup.PERIOD_MICROSECONDS - 1);
      String text = least / CpuGroup.PERIOD_MICROSECONDS + "m";
      add(CPULIMIT, "must be at least " + text + ", 1 % of a core of this node", "");
    }
  }

  private void contradictions() {
    OptionalLong core = CpuProbe.megahertz(host);
    boolean known = values.explicit(CPULIMIT).filter(CpuLimit::megahertz).isEmpty();
    if (!known && core.isEmpty()) {
      return;
    }
    Optional<Long> limit = CpuParameters.limit(values).map(l -> l.quota(core.orElse(1)));
    Optional<Long> cpus = CpuParameters.cpus(values).map(l -> l.quota(0));
    Optional<Long> mask =
        CpuParameters.mask(values, CPUMASK).map(m -> CpuLimit.percent(m.size() * 100L).quota(0));
    if (exceeds(cpus, mask)) {
      add(CPUS, "is more than the cores of cpumask " + values.texts(CPUMASK).get(0), "");
    }
    long guaranteed = CpuLimit.percent(CpuParameters.guarantee(values)).quota(0);
    within(GUARANTEE, Optional.of(guaranteed), limit, CPULIMIT);
    within(GUARANTEE, Optional.of(guaranteed), cpus, CPUS);
    within(GUARANTEE, Optional.of(guaranteed), mask, CPUMASK);
    burst(limit, cpus);
  }

  private void burst(Optional<Long> limit, Optional<Long> cpus) {
    long burst = CpuParameters.burst(values);
    if (burst > 0 && limit.isEmpty() && cpus.isEmpty()) {
      add(BURST, "has no effect without a limit", "set cpulimit or cpus too, or unset cpuburst");
    }
    // The kernel's own rule: what is saved up is at most the quota of one period.
    within(BURST, Optional.of(burst), limit, CPULIMIT);
    within(BURST, Optional.of(burst), cpus, CPUS);
  }

  private void within(
      Parameter<?> parameter, Optional<Long> amount, Optional<Long> most, Parameter<?> other) {
    if (exceeds(amount, most)) {
      add(parameter, "is more than " + other + " " + values.texts(other).get(0) + " allows", "");
    }
  }

  private static boolean exceeds(Optional<Long> amount, Optional<Long> most) {
    return amount.isPresent() && most.isPresent() && amount.get() > most.get();
  }

  private void add(Parameter<?> parameter, String rule, String remedy) {
    problems.add(new Problem(parameter.name(), values.texts(parameter).get(0), rule, remedy));
  }
}
