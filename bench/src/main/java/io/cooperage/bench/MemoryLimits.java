package io.cooperage.bench;

import io.cooperage.itests.node.CtResult;
import java.util.List;
import java.util.Locale;

/** VSwap: a program with a buffer below, above and far above the CT's RAM. */
final class MemoryLimits implements LimitFamily {
  private static final int RAM = 64;
  private static final int PASSES = 6;
  private static final int OTHERS = 5;

  @Override
  public List<String> needs() {
    return List.of("physpages", "swappages");
  }

  @Override
  public String name() {
    return "VSwap";
  }

  @Override
  public void measure(Guest limited, Guest free, LimitTable table) {
    limited.set("--physpages", RAM + "M", "--swappages", RAM + "M");
    for (int i = 0; i < OTHERS; i++) {
      limited.load("exec sleep 61");
    }
    for (double size : new double[] {0.9, 1.5, 3}) {
      fill(limited, free, size, table);
    }
    int living = limited.run("pidof sleep").output().strip().split(" ", -1).length;
    table.told(
        "VSwap: the other processes",
        OTHERS + " live on",
        living + " live",
        free.killed() + " killed",
        living == OTHERS && free.killed() == 0);
    limited.quiet();
    limited.set("--physpages", "256M", "--swappages", "256M");
  }

  private static void fill(Guest limited, Guest free, double size, LimitTable table) {
    boolean fits = size < 2;
    long killedBefore = limited.killed();
    Filled beside = Filled.by(free, (int) (size * RAM));
    Filled got = Filled.by(limited, (int) (size * RAM));
    long victims = limited.killed() - killedBefore;
    boolean held = fits ? got.ok && victims == 0 : !got.ok && victims == 1;
    table.told(
        String.format(Locale.ROOT, "VSwap %.1f x physpages", size),
        size < 1 ? "survives" : fits ? "slows" : "dies alone",
        got + ", " + victims + " killed",
        beside.toString(),
        held && !(fits && size > 1 && got.millis < beside.millis));
  }

  /** What a program with a buffer of random bytes, written over and over, came to. */
  private record Filled(boolean ok, long millis) {
    static Filled by(Guest guest, int mebibytes) {
      long began = System.nanoTime();
      CtResult result =
          guest.run(
              "dd if=/dev/urandom of=/dev/null bs="
                  + mebibytes
                  + "M iflag=fullblock count="
                  + PASSES);
      return new Filled(result.ok(), (System.nanoTime() - began) / 1_000_000);
    }

    @Override
    public String toString() {
      return ok ? PASSES + " passes in " + millis + " ms" : "dead after " + millis + " ms";
    }
  }
}
