package io.cooperage.isolation.view;

import java.util.Locale;

/**
 * The three averages of how many tasks ran or waited for a disk, by the kernel's rule. Safe for any
 * thread.
 *
 * @see <a href="https://docs.kernel.org/filesystems/proc.html">/proc/loadavg</a>
 */
final class Load {
  private static final double[] MINUTES = {1, 5, 15};
  private static final double SECONDS = 60;

  private final double[] averages = new double[MINUTES.length];
  private Tasks last = new Tasks(0, 0, 0);

  /**
   * Tasks at one moment.
   *
   * @param blocked in a wait that no signal ends
   */
  record Tasks(long running, long blocked, long all) {}

  /** Averages that go on from a text that was shown before; empty for none. */
  Load(String shown) {
    String[] words = shown.strip().split(" ", -1);
    for (int i = 0; i < MINUTES.length && i < words.length; i++) {
      averages[i] = words[i].matches("\\d{1,6}\\.\\d{2}") ? Double.parseDouble(words[i]) : 0;
    }
  }

  /** Takes in what was found after so many seconds. */
  synchronized void add(Tasks tasks, double seconds) {
    for (int i = 0; i < MINUTES.length; i++) {
      double rest = Math.exp(-seconds / (MINUTES[i] * SECONDS));
      averages[i] = averages[i] * rest + (tasks.running() + tasks.blocked()) * (1 - rest);
    }
    last = tasks;
  }

  synchronized Tasks last() {
    return last;
  }

  /** {@code /proc/loadavg}; of the last number only that it is one. */
  synchronized String text(long tasks) {
    return String.format(
        Locale.ROOT,
        "%.2f %.2f %.2f %d/%d %d%n",
        averages[0],
        averages[1],
        averages[2],
        Math.max(1, last.running()),
        Math.max(1, tasks),
        Math.max(1, tasks));
  }
}
