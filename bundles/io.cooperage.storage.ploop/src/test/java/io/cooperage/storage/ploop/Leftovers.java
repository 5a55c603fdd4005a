package io.cooperage.storage.ploop;

import io.cooperage.linux.mount.LoopDevices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** What the kernel still holds of a folder. */
final class Leftovers {
  private static final long PATIENCE = 20_000_000_000L;
  private static final long PAUSE = 10_000_000;

  private Leftovers() {}

  /**
   * Waits until the kernel holds nothing of a folder. A mount namespace that somebody else on this
   * host made meanwhile has copies of our mounts; what it holds on to is not our leftover.
   */
  static void awaitNone(Path folder) {
    long deadline = System.nanoTime() + PATIENCE;
    List<String> found = of(folder);
    while (!found.isEmpty() && !heldElsewhere(folder)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("left behind: " + found);
      }
      LockSupport.parkNanos(PAUSE);
      found = of(folder);
    }
  }

  private static boolean heldElsewhere(Path folder) {
    return ProcessHandle.allProcesses().anyMatch(p -> shows(p.pid(), folder)) && !shows(folder);
  }

  private static boolean shows(Path folder) {
    return shows(ProcessHandle.current().pid(), folder);
  }

  private static boolean shows(long pid, Path folder) {
    try (Stream<String> mounts = Files.lines(Path.of("/proc/" + pid + "/mountinfo"))) {
      return mounts.anyMatch(line -> line.contains(folder.toString()));
    } catch (IOException | UncheckedIOException e) {
      return false; // it has ended
    }
  }

  /** Mounts at or below a folder, and loop devices of files in it; one line each. */
  static List<String> of(Path folder) {
    List<String> found = new ArrayList<>();
    try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo"))) {
      mounts.filter(line -> line.contains(folder.toString())).forEach(found::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // A file that no mount table shows any more is named from its file system's root: /ct/...
    for (int index : LoopDevices.attached()) {
      LoopDevices.backingFile(index)
          .filter(file -> file.startsWith(folder.toString()) || file.startsWith("/ct/"))
          .ifPresent(file -> found.add("loop" + index + " " + file));
    }
    return found;
  }
}
