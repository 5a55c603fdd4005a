package io.cooperage.bench;

import java.util.List;

/** Percent of a core, and shares of one. */
final class CpuLimits implements LimitFamily {
  private static final String SPIN = "while :; do :; done";
  private static final double PERCENT = 1e7;

  private final Window window;
  private final Window shares;

  CpuLimits(Window window) {
    this.window = window;
    this.shares = new Window(window.settle(), window.length().multipliedBy(3));
  }

  @Override
  public List<String> needs() {
    return List.of("cpulimit", "cpuunits", "cpumask");
  }

  @Override
  public String name() {
    return "CPU";
  }

  @Override
  public void measure(Guest limited, Guest free, LimitTable table) {
    spin(limited, free, 2);
    // Its limit has to bind, not its share beside the neighbour.
    limited.set("--cpuunits", "500000");
    for (int percent : new int[] {10, 50, 150}) {
      limited.set("--cpulimit", Integer.toString(percent));
      List<Window.Rate> got = watch(window, limited, free);
      table.rate("cpulimit " + percent, "%", percent, got.get(0), got.get(1));
    }
    limited.quiet();
    free.quiet();
    limited.unset("cpulimit", "cpuunits");
    limited.set("--cpumask", "0");
    free.set("--cpumask", "0");
    for (int units : new int[] {4, 100}) {
      // Anew: a load ends by itself, and one that ended in the window would falsify it.
      spin(limited, free, 2);
      limited.set("--cpuunits", Integer.toString(units * 1000));
      free.set("--cpuunits", "1000");
      // The light one runs some 10 ms in a second: it takes long to count it.
      List<Window.Rate> got = watch(shares, limited, free);
      double ratio = got.get(0).mean() / got.get(1).mean();
      table.ratio("cpuunits " + units + ":1 on one core", units, ratio);
      limited.quiet();
      free.quiet();
    }
    limited.unset("cpumask", "cpuunits");
    free.unset("cpumask", "cpuunits");
  }

  private static void spin(Guest limited, Guest free, int processes) {
    for (int i = 0; i < processes; i++) {
      limited.load(SPIN);
      free.load(SPIN);
    }
  }

  private static List<Window.Rate> watch(Window window, Guest limited, Guest free) {
    return window.watch(() -> limited.cpuNanos() / PERCENT, () -> free.cpuNanos() / PERCENT);
  }
}
