package io.cooperage.linux.process;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code /proc/PID/stat} says of a process.
 *
 * @param pid the process id as the host sees it
 * @param state one letter, {@code Z} for a process that has ended but was not reaped
 * @param parent the parent's process id
 * @param startTime when it began, in clock ticks since boot (field 22); with the pid it names a
 *     process for good
 */
public record ProcessStat(int pid, char state, int parent, long startTime) {
  private static final int LIMIT = 4096;
  private static final int STATE = 0;
  private static final int PARENT = 1;
  private static final int START_TIME = 19;

  /** Reads a process; nothing when there is none of that id. */
  public static Optional<ProcessStat> find(int pid) {
    try (OwnedFd file = OpenCalls.open(Path.of("/proc/" + pid + "/stat"))) {
      return Optional.of(parse(pid, FileCalls.readText(file, LIMIT)));
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT, Errno.ESRCH)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Returns whether the process has ended and only waits to be reaped. */
  public boolean ended() {
    return state == 'Z' || state == 'X';
  }

  static ProcessStat parse(int pid, String line) {
    // The name in brackets is the process's own choice and may hold brackets and spaces: fields
    // count from its last.
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    return new ProcessStat(
        pid,
        fields[STATE].charAt(0),
        Integer.parseInt(fields[PARENT]),
        Long.parseLong(fields[START_TIME]));
  }
}
