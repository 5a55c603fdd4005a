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
   * Waits until the kernel holds nothing of a folder: another test's mount namespace that was made
   * meanwhile may hold a copy of a mount for a moment.
   */
  static void awaitNone(Path folder) {
    long deadline = System.nanoTime() + PATIENCE;
    List<String> found = of(folder);
    while (!found.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("left behind: " + found);
      }
      LockSupport.parkNanos(PAUSE);
      found = of(folder);
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
    for (int index : LoopDevices.attached()) {
      LoopDevices.backingFile(index)
          .filter(file -> file.startsWith(folder.toString()) || file.startsWith("/ct/"))
          .ifPresent(file -> found.add("loop" + index + " " + file));
    }
    return found;
  }
}
