package io.cooperage.storage.ploop.image;

import io.cooperage.storage.ploop.tool.Tool;
import io.cooperage.storage.ploop.tool.Tools;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks file systems with their own programs, on devices that are not mounted. Any thread may
 * call. Sources: e2fsck(8) and xfs_repair(8), section EXIT CODE.
 */
public final class FileSystemCheck {
  private static final int CORRECTED = 3;
  private static final int LEFT = 4;
  // Also told of a superblock that is none.
  private static final int OPERATIONAL = 8;
  private static final int XFS_CORRUPT = 1;
  private static final int XFS_DIRTY_LOG = 2;
  private static final int LINES = 4;

  private FileSystemCheck() {}

  /**
   * What became of a repair.
   *
   * @param changed whether something was repaired
   * @param left what is wrong still; empty if nothing is
   */
  public record Outcome(boolean changed, Optional<String> left) {}

  /**
   * Looks without changing anything.
   *
   * @param alive run now and then meanwhile; throws if the work was cancelled
   * @return what is wrong; empty if nothing is
   */
  public static Optional<String> look(FileSystemKind kind, Path device, Runnable alive) {
    boolean xfs = kind == FileSystemKind.XFS;
    Tool tool = xfs ? Tools.XFS_REPAIR : Tools.E2FSCK;
    Tool.Outcome outcome =
        xfs
            ? tool.attempt(alive, "-n", device.toString())
            : tool.attempt(alive, "-f", "-n", device.toString());
    if (outcome.exit() == 0) {
      return Optional.empty();
    }
    if ((outcome.exit() & ~(xfs ? XFS_CORRUPT : LEFT | OPERATIONAL)) != 0) {
      throw tool.failed(outcome);
    }
    return Optional.of(summary(outcome.output()));
  }

  /**
   * Repairs what can be. The log of an xfs should have been replayed, by mounting it.
   *
   * @param alive as in {@link #look}
   */
  public static Outcome mend(FileSystemKind kind, Path device, Runnable alive) {
    return kind == FileSystemKind.XFS ? mendXfs(device, alive) : mendExt4(device, alive);
  }

  /**
   * Makes a file system of foreign origin sound by programs alone, so that the kernel never reads
   * it unchecked.
   *
   * @param alive as in {@link #look}
   * @return what is wrong still; empty if it can be mounted
   */
  public static Optional<String> settle(FileSystemKind kind, Path device, Runnable alive) {
    if (kind == FileSystemKind.XFS) {
      return settleXfs(device, alive);
    }
    return look(kind, device, alive).isEmpty() ? Optional.empty() : mendExt4(device, alive).left();
  }

  private static Optional<String> settleXfs(Path device, Runnable alive) {
    if (look(FileSystemKind.XFS, device, alive).isEmpty()) {
      if (!logEmpty(device, alive)) {
        // Everything that the log tells of is in place.
        Tools.XFS_REPAIR.run(alive, "-L", device.toString());
      }
      return Optional.empty();
    }
    Tool.Outcome outcome = Tools.XFS_REPAIR.attempt(alive, device.toString());
    return switch (outcome.exit()) {
      case 0 -> Optional.empty();
      case XFS_CORRUPT -> Optional.of(summary(outcome.output()));
      case XFS_DIRTY_LOG ->
          Optional.of("its log holds changes that were not replayed; mount and unmount it");
      default -> throw Tools.XFS_REPAIR.failed(outcome);
    };
  }

  private static boolean logEmpty(Path device, Runnable alive) {
    Tool.Outcome outcome = Tools.XFS_LOGPRINT.attempt(alive, "-t", device.toString());
    return outcome.exit() == 0 && outcome.output().contains("state: <CLEAN>");
  }

  private static Outcome mendExt4(Path device, Runnable alive) {
    Tool.Outcome outcome = Tools.E2FSCK.attempt(alive, "-f", "-p", device.toString());
    if ((outcome.exit() & ~CORRECTED) == 0) {
      return new Outcome(outcome.exit() != 0, Optional.empty());
    }
    // What it does not do unasked, an operator has asked for now.
    Tool.Outcome asked = Tools.E2FSCK.attempt(alive, "-f", "-y", device.toString());
    if ((asked.exit() & ~(CORRECTED | LEFT | OPERATIONAL)) != 0) {
      throw Tools.E2FSCK.failed(asked);
    }
    return new Outcome(true, look(FileSystemKind.EXT4, device, alive));
  }

  private static Outcome mendXfs(Path device, Runnable alive) {
    boolean wrong = look(FileSystemKind.XFS, device, alive).isPresent();
    if (!wrong) {
      return new Outcome(false, Optional.empty());
    }
    Tool.Outcome outcome = Tools.XFS_REPAIR.attempt(alive, device.toString());
    if (outcome.exit() == XFS_DIRTY_LOG) {
      String text = "its log cannot be replayed; 'xfs_repair -L' would give up what is in it";
      return new Outcome(false, Optional.of(text));
    }
    if (outcome.exit() != 0) {
      throw Tools.XFS_REPAIR.failed(outcome);
    }
    return new Outcome(true, look(FileSystemKind.XFS, device, alive));
  }

  private static String summary(String output) {
    String text =
        output
            .lines()
            .map(String::strip)
            .filter(l -> !l.isEmpty() && !l.startsWith("-"))
            .filter(
                l -> !l.startsWith("e2fsck ") && !l.startsWith("Pass ") && !l.startsWith("Phase "))
            .limit(LINES)
            .collect(Collectors.joining("; "));
    return text.isEmpty() ? "it is damaged" : text;
  }
}
