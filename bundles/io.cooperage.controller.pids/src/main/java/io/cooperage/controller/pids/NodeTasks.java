package io.cooperage.controller.pids;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many tasks the node's kernel can have, of which no CT gets more than a part unless it is told
 * so: else a fork bomb in one of them would leave no process number to the host and all others.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man5/proc_sys_kernel.5.html">proc_sys_kernel(5)</a>
 */
final class NodeTasks {
  private static final Path SWITCHES = Path.of("/proc/sys/kernel");
  private static final int PART = 8;

  /** What any distribution boots with, many times over. */
  private static final long LEAST = 1024;

  private NodeTasks() {}

  /** What a CT without numproc gets. */
  static long usual() {
    return usual(SWITCHES);
  }

  /** As above, with a folder in place of /proc/sys/kernel. */
  static long usual(Path switches) {
    long all =
        Math.min(number(switches.resolve("pid_max")), number(switches.resolve("threads-max")));
    return Math.max(LEAST, Math.min(all / PART, PidsParameters.MOST_TASKS));
  }

  // By a reader with a buffer: a switch gives all its digits to the first read, however short.
  private static long number(Path file) {
    try (BufferedReader text = Files.newBufferedReader(file)) {
      return Long.parseLong(text.readLine());
    } catch (IOException | NumberFormatException e) {
      // Without /proc/sys the kernel's own default for many processors.
      return 32_768;
    }
  }
}
