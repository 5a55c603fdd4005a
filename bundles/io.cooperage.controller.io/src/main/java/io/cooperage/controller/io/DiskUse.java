package io.cooperage.controller.io;

import io.cooperage.linux.process.PressureStall;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.controller.UsageSink;
import io.cooperage.spi.kernel.BlockDevice;
import java.util.List;
import java.util.Optional;

/** What a CT's own disk has served, and how long the CT stood still for disks. */
final class DiskUse {
  static final Meter READ_BYTES = counter("disk.read.bytes", "bytes", "Read from the CT's disk.");
  static final Meter WRITE_BYTES =
      counter("disk.write.bytes", "bytes", "Written to the CT's disk.");
  static final Meter READ_OPERATIONS =
      counter("disk.read.operations", "count", "Reads of the CT's disk.");
  static final Meter WRITE_OPERATIONS =
      counter("disk.write.operations", "count", "Writes of the CT's disk.");
  static final Meter STALLED =
      counter(
          "disk.stalled",
          "nanoseconds",
          "Time in which all of the CT's processes that wanted to run waited for a disk.");

  static final Meter PRESSURE =
      new Meter(
          "pressure.io",
          "0.01 %",
          Meter.Kind.GAUGE,
          "Part of the last 10 s in which a task of the CT waited for a disk.");

  static final List<Meter> ALL =
      List.of(READ_BYTES, WRITE_BYTES, READ_OPERATIONS, WRITE_OPERATIONS, STALLED, PRESSURE);

  private static final long MICROSECOND = 1000;

  private DiskUse() {}

  private static Meter counter(String name, String unit, String description) {
    return new Meter(name, unit, Meter.Kind.COUNTER, description);
  }

  static void report(Cell cell, Optional<BlockDevice> disk, UsageSink sink) {
    if (disk.isPresent() && cell.has(Subsystem.IO)) {
      IoGroup.of(cell.cgroup(Subsystem.IO))
          .served(disk.get().number())
          .ifPresent(
              served -> {
                sink.put(READ_BYTES, served.bytes().read());
                sink.put(WRITE_BYTES, served.bytes().write());
                sink.put(READ_OPERATIONS, served.operations().read());
                sink.put(WRITE_OPERATIONS, served.operations().write());
              });
    }
    if (cell.has(Subsystem.CORE)) {
      PressureStall stall = PressureStall.of(cell.cgroup(Subsystem.CORE), "io.pressure");
      stall.fullTotal().ifPresent(time -> sink.put(STALLED, time * MICROSECOND));
      stall.some().ifPresent(part -> sink.put(PRESSURE, part));
    }
  }
}
