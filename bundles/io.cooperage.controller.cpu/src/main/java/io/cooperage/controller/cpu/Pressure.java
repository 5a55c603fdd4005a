package io.cooperage.controller.cpu;

import io.cooperage.linux.process.PressureStall;
import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.controller.UsageSink;
import java.util.List;
import java.util.OptionalLong;

/**
 * How much of the last ten seconds some task of a CT waited for a CPU or memory, from its group in
 * the unified hierarchy, which a host with v1 controllers has as well.
 *
 * @see <a href="https://docs.kernel.org/accounting/psi.html">Pressure stall information</a>
 */
final class Pressure {
  private static final Meter CPU = meter("cpu", "a CPU");
  private static final Meter MEMORY = meter("memory", "memory to be reclaimed or read back");

  static final List<Meter> ALL = List.of(CPU, MEMORY);

  private Pressure() {}

  private static Meter meter(String what, String wait) {
    return new Meter(
        "pressure." + what,
        "0.01 %",
        Meter.Kind.GAUGE,
        "Part of the last 10 s in which a task of the CT waited for " + wait + ".");
  }

  static void report(Cell cell, UsageSink sink) {
    if (!cell.has(Subsystem.CORE)) {
      return;
    }
    CgroupDirectory group = cell.cgroup(Subsystem.CORE);
    report(group, "cpu.pressure", CPU, sink);
    report(group, "memory.pressure", MEMORY, sink);
  }

  private static void report(CgroupDirectory group, String file, Meter meter, UsageSink sink) {
    OptionalLong amount = PressureStall.of(group, file).some();
    if (amount.isPresent()) {
      sink.put(meter, amount.getAsLong());
    }
  }
}
