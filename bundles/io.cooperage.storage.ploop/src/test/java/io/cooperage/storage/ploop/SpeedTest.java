package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.storage.VolumeUsage;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prints what the steps of a start cost in storage; how fast this machine is decides nothing. */
class SpeedTest {
  private static final int ROUNDS = 30;
  private static PloopNode node;

  @BeforeAll
  static void start() {
    node = PloopNode.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ploop-overlay", "ploop"})
  void aStartInMilliseconds(String layout) {
    double[] create = new double[ROUNDS];
    double[] mount = new double[ROUNDS];
    double[] usage = new double[ROUNDS];
    double[] release = new double[ROUNDS];
    double[] again = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long t0 = System.nanoTime();
      Volume volume = node.create(ContainerId.random(), "layout", layout, "diskspace", "10G");
      long t1 = System.nanoTime();
      try (MountedVolume mounted = node.mount(volume)) {
        long t2 = System.nanoTime();
        VolumeUsage used = node.storage().usage(volume);
        usage[i] = millis(t2, System.nanoTime());
        create[i] = millis(t0, t1);
        mount[i] = millis(t1, t2);
        assertThat(mounted.disk()).isPresent();
        assertThat(used.used()).isPositive();
      }
      long t3 = System.nanoTime();
      node.storage().release(volume);
      long t4 = System.nanoTime();
      node.mount(volume).close();
      again[i] = millis(t4, System.nanoTime());
      release[i] = millis(t3, t4);
      node.storage().release(volume);
      node.storage().destroy(volume);
    }
    print(layout + " create", create);
    print(layout + " mount", mount);
    print(layout + " usage", usage);
    print(layout + " release", release);
    print(layout + " mount again and unmount", again);
  }

  private static double millis(long from, long to) {
    return (to - from) / 1e6;
  }

  private static void print(String what, double[] times) {
    Arrays.sort(times);
    System.out.printf(
        Locale.ROOT,
        "MEASURED %-40s min %.2f med %.2f max %.2f ms%n",
        what,
        times[0],
        times[times.length / 2],
        times[times.length - 1]);
  }
}
