package io.cooperage.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/** Bytes and operations per second on the CT's own image. */
final class DiskLimits implements LimitFamily {
  private static final double MEBI = 1 << 20;
  private static final String FOREVER = "while :; do %s; done";
  private static final String MAKE = "dd if=/dev/zero of=/root/f bs=1M count=96 conv=fsync";

  /**
   * A load that repeats itself, and the counter of the disk that shows it.
   *
   * @param flushes whether it waits for flushes: a neighbour's make it slower than its limit, and
   *     the file system's journal writes beside it
   */
  private record Load(
      String name, String command, ToDoubleFunction<DiskCounts> counter, boolean flushes) {
    Load(String name, String command, ToDoubleFunction<DiskCounts> counter) {
      this(name, command, counter, false);
    }

    /** The disk's own counters count whoever writes; the group's those whom the limit counts. */
    DoubleSupplier of(Guest guest) {
      return () -> counter.applyAsDouble(flushes ? guest.charged() : guest.disk());
    }
  }

  private static final List<Load> BYTES =
      List.of(
          new Load(
              "read, direct",
              "dd if=/root/f of=/dev/null bs=1M iflag=direct",
              d -> d.readBytes() / MEBI),
          new Load(
              "write, direct",
              "dd if=/dev/zero of=/root/f bs=1M count=96 oflag=direct conv=notrunc",
              d -> d.writtenBytes() / MEBI),
          new Load(
              "write, buffered and fsynced",
              "dd if=/dev/zero of=/root/f bs=1M count=8 conv=notrunc,fsync",
              d -> d.writtenBytes() / MEBI,
              true));

  private static final List<Load> OPERATIONS =
      List.of(
          new Load("read, direct", "dd if=/root/f of=/dev/null bs=4k iflag=direct", d -> d.reads()),
          new Load(
              "write, direct",
              "dd if=/dev/zero of=/root/f bs=4k count=24000 oflag=direct conv=notrunc",
              d -> d.writes()),
          new Load(
              "write, buffered and fsynced by eight at once",
              "for i in 1 2 3 4 5 6 7 8; do while :; do"
                  + " dd if=/dev/zero of=/root/f$i bs=4k count=1 conv=notrunc,fsync;"
                  + " done & done; wait",
              d -> d.writes(),
              true));

  private final Window window;

  DiskLimits(Window window) {
    this.window = window;
  }

  @Override
  public List<String> needs() {
    return List.of("iolimit", "iopslimit");
  }

  @Override
  public String name() {
    return "disk I/O";
  }

  @Override
  public void measure(Guest limited, Guest free, LimitTable table) {
    limited.run(MAKE).orFail();
    free.run(MAKE).orFail();
    for (int mebibytes : new int[] {5, 50}) {
      limited.set("--iolimit", mebibytes + "M");
      for (Load load : BYTES) {
        one(
            "iolimit " + mebibytes + "M, " + load.name,
            "MiB/s",
            mebibytes,
            load,
            limited,
            free,
            table);
      }
    }
    limited.unset("iolimit");
    for (int operations : new int[] {100, 1000}) {
      limited.set("--iopslimit", Integer.toString(operations));
      for (Load load : OPERATIONS) {
        one(
            "iopslimit " + operations + ", " + load.name,
            "1/s",
            operations,
            load,
            limited,
            free,
            table);
      }
    }
    limited.unset("iopslimit");
  }

  private void one(
      String name,
      String unit,
      double asked,
      Load load,
      Guest limited,
      Guest free,
      LimitTable table) {
    if (!load.flushes) {
      List<Window.Rate> got = besideEachOther(load, limited, free);
      table.rate(name, unit, asked, got.get(0), got.get(1));
      return;
    }
    List<Window.Rate> got = alone(load, limited);
    // The kernel keeps no count of a group that has no limit.
    Window.Rate beside = alone(load, free).get(1);
    String whole =
        String.format(Locale.ROOT, "; the disk %.1f, journal included", got.get(1).mean());
    table.rate(name, unit, asked, got.get(0), beside, whole);
  }

  private List<Window.Rate> besideEachOther(Load load, Guest limited, Guest free) {
    limited.load(FOREVER.formatted(load.command));
    free.load(FOREVER.formatted(load.command));
    List<Window.Rate> got = window.watch(load.of(limited), load.of(free));
    limited.quiet();
    free.quiet();
    return got;
  }

  /** What was charged to the CT, and all that its disk has served. */
  private List<Window.Rate> alone(Load load, Guest guest) {
    guest.load(FOREVER.formatted(load.command));
    List<Window.Rate> got =
        window.watch(load.of(guest), () -> load.counter.applyAsDouble(guest.disk()));
    guest.quiet();
    return got;
  }
}
