package io.cooperage.controller.cpu;

import static io.cooperage.controller.cpu.CpuParameters.BURST;
import static io.cooperage.controller.cpu.CpuParameters.CPULIMIT;
import static io.cooperage.controller.cpu.CpuParameters.CPUMASK;
import static io.cooperage.controller.cpu.CpuParameters.CPUS;
import static io.cooperage.controller.cpu.CpuParameters.CPUUNITS;
import static io.cooperage.controller.cpu.CpuParameters.GUARANTEE;
import static io.cooperage.controller.cpu.CpuParameters.NODEMASK;

import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.controller.Effective;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Tells what the kernel says, beside what was asked of it last. A difference is called a rounding
 * only where it is the one that setting the asked value makes.
 *
 * @param core MHz of a core, for limits in MHz
 */
record CpuReadBack(ParameterValues wanted, OptionalLong core) {
  /** Microseconds that one percent of a core is. */
  private static final long PERCENT = CpuGroup.PERIOD_MICROSECONDS / 100;

  List<Effective> of(CpuGroup group) {
    OptionalLong inForce = group.quota();
    return List.of(
        units(group), limit(group, inForce), cpus(group, inForce), guarantee(group), burst(group));
  }

  List<Effective> of(CpusetGroup group) {
    return List.of(mask(group, CPUMASK, CpusetGroup.CPUS), mask(group, NODEMASK, CpusetGroup.MEMS));
  }

  private Effective units(CpuGroup group) {
    long weight = group.weight();
    long asked = CpuParameters.weight(wanted);
    boolean raised = asked > wanted.get(CPUUNITS).orElseThrow();
    String where = group.weightKnob() + (raised ? ", raised for cpu-guarantee" : "");
    Effective effective = Effective.of(CPUUNITS, weight, where);
    return wanted
        .explicit(CPUUNITS)
        .filter(w -> w != weight && weight == group.rounded(asked))
        .map(w -> effective.roundedFrom(w.toString()))
        .orElse(effective);
  }

  /** One quota serves both: it is shown at cpulimit unless cpus alone explains it. */
  private Effective limit(CpuGroup group, OptionalLong inForce) {
    OptionalLong limit = quota(CpuParameters.limit(wanted));
    OptionalLong most = quota(CpuParameters.cpus(wanted));
    if (inForce.isEmpty() || (limit.isEmpty() && inForce.equals(most))) {
      return none(CPULIMIT, wanted.explicit(CPULIMIT).filter(CpuLimit::none), group.quotaKnob());
    }
    if (inForce.equals(limit)) {
      return Effective.of(CPULIMIT, wanted.get(CPULIMIT).orElseThrow(), group.quotaKnob());
    }
    CpuLimit percent = CpuLimit.percent(percent(inForce.getAsLong()));
    Effective effective = Effective.of(CPULIMIT, percent, group.quotaKnob());
    boolean capped = limit.isPresent() && inForce.equals(most);
    return capped ? effective.roundedFrom(wanted.texts(CPULIMIT).get(0)) : effective;
  }

  /** A tighter cpulimit keeps the promise of cpus as well. */
  private Effective cpus(CpuGroup group, OptionalLong inForce) {
    OptionalLong most = quota(CpuParameters.cpus(wanted));
    String where = group.quotaKnob() + ", not what programs count";
    if (most.isEmpty() || inForce.isEmpty() || inForce.getAsLong() > most.getAsLong()) {
      return none(CPUS, wanted.explicit(CPUS).filter(n -> n == 0), where);
    }
    return Effective.of(CPUS, wanted.get(CPUS).orElseThrow(), where);
  }

  private Effective guarantee(CpuGroup group) {
    long asked = CpuParameters.guarantee(wanted);
    long units = Math.max(asked, 1) * CpuParameters.weightOf(1);
    String where = "admission, and " + group.weightKnob() + " of " + units + " cpuunits at least";
    if (asked == 0) {
      return none(GUARANTEE, wanted.explicit(GUARANTEE), "admission");
    }
    long weight = group.weight();
    if (weight >= group.rounded(units)) {
      // Where the kernel's heaviest is less than that, the promise is admission's alone.
      String clamped = group.rounded(units) < units ? ", of which the kernel takes " + weight : "";
      return Effective.of(GUARANTEE, asked, where + clamped);
    }
    return Effective.of(GUARANTEE, weight / CpuParameters.weightOf(1), where);
  }

  private Effective burst(CpuGroup group) {
    long inForce = group.burst();
    return inForce == 0
        ? none(BURST, wanted.explicit(BURST).filter(b -> b == 0), group.burstKnob())
        : Effective.of(BURST, percent(inForce), group.burstKnob());
  }

  private Effective mask(CpusetGroup group, Parameter<IndexSet> parameter, String file) {
    Optional<IndexSet> asked = CpuParameters.mask(wanted, parameter);
    String where = group.knob(file);
    if (asked.isPresent()) {
      return group.list(file).equals(asked.get())
          ? Effective.of(parameter, asked.get(), where)
          : group
              .own(file)
              .map(own -> Effective.of(parameter, own, where))
              .orElseGet(() -> Effective.unlimited(parameter, where));
    }
    return group
        .own(file)
        .map(own -> Effective.of(parameter, own, where))
        .orElseGet(() -> none(parameter, wanted.explicit(parameter), where));
  }

  /** No limit, in the word that was used to ask for it. */
  private static <T> Effective none(Parameter<T> parameter, Optional<T> word, String where) {
    return word.map(w -> Effective.of(parameter, w, where))
        .orElseGet(() -> Effective.unlimited(parameter, where));
  }

  private OptionalLong quota(Optional<CpuLimit> limit) {
    return limit.map(l -> OptionalLong.of(l.quota(core.orElse(1)))).orElseGet(OptionalLong::empty);
  }

  private static long percent(long microseconds) {
    return (microseconds + PERCENT - 1) / PERCENT;
  }
}
