package io.cooperage.controller.pids;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.ResolveFlag;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.mount.FileSystemContext;
import io.cooperage.linux.process.ProcessStat;
import io.cooperage.spi.kernel.PidHandle;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The file system of a CT's pseudo-terminals, changed where it is mounted: {@code fspick(2)} needs
 * no visit to the CT's mount namespace. What the CT's root made of {@code /dev/pts} is never
 * followed, and anything but a devpts is left alone.
 *
 * @see <a href="https://docs.kernel.org/filesystems/devpts.html">The Devpts Filesystem</a>
 */
final class Terminals implements AutoCloseable {
  static final String PLACE = "dev/pts";

  private static final String MAX = "max=";
  private static final Set<ResolveFlag> NO_LINKS =
      Set.of(ResolveFlag.IN_ROOT, ResolveFlag.NO_SYMLINKS);

  private final OwnedFd root;
  private final List<String> options;

  private Terminals(OwnedFd root, List<String> options) {
    this.root = root;
    this.options = options;
  }

  /** Opens a CT's; empty if the CT is gone or has something else at that place. */
  static Optional<Terminals> open(PidHandle init) {
    Path top = Path.of("/proc/" + init.pid() + "/root");
    try (OwnedFd guest = OpenCalls.open(top, OpenFlag.PATH, OpenFlag.DIRECTORY)) {
      // Only named: to open whatever is mounted there could block for ever. And a folder: the CT's
      // console, a file of the host's own devpts, could be bound there.
      OwnedFd root =
          OpenCalls.openResolved(guest, PLACE, 0, NO_LINKS, OpenFlag.PATH, OpenFlag.DIRECTORY);
      try {
        return lives(init)
            ? options(init, root).map(o -> new Terminals(root, o)).or(() -> closed(root))
            : closed(root);
      } catch (LinuxException | ContainerException e) {
        root.close();
        throw e;
      }
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT, Errno.ESRCH, Errno.ENOTDIR, Errno.ELOOP, Errno.EACCES)) {
        return Optional.empty();
      }
      throw new ContainerException(ErrorCode.KERNEL, "/" + PLACE + ": " + e.getMessage(), "", e);
    }
  }

  private static Optional<Terminals> closed(OwnedFd root) {
    root.close();
    return Optional.empty();
  }

  /** Asked after its root was opened, so that a reused pid cannot pass. */
  private static boolean lives(PidHandle init) {
    return ProcessStat.find(init.pid())
        .filter(s -> s.startTime() == init.startTime() && !s.ended())
        .isPresent();
  }

  /** The file system's own options, ids as the host counts them; empty if it is no devpts. */
  private static Optional<List<String>> options(PidHandle init, OwnedFd root) {
    String mount = StatusCalls.status(root).mountId() + " ";
    Path table = Path.of("/proc/" + init.pid() + "/mountinfo");
    try (BufferedReader lines = Files.newBufferedReader(table)) {
      return lines
          .lines()
          .filter(line -> line.startsWith(mount))
          .filter(line -> line.contains(" - devpts "))
          .map(line -> List.of(line.substring(line.lastIndexOf(' ') + 1).split(",", -1)))
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      throw new ContainerException(ErrorCode.KERNEL, "cannot read " + table, "", e);
    }
  }

  /** Terminals that are open. */
  long held() {
    try (OwnedFd folder = OpenCalls.open(root.path(), OpenFlag.DIRECTORY)) {
      return DirectoryCalls.list(folder, (int) PidsParameters.MOST_TERMINALS).stream()
          .filter(e -> !e.name().equals("ptmx"))
          .count();
    } catch (LinuxException e) {
      throw new ContainerException(
          ErrorCode.KERNEL, "listing /" + PLACE + ": " + e.getMessage(), "", e);
    }
  }

  /** The limit that was in force when this was opened. */
  long limit() {
    return options.stream()
        .filter(o -> o.startsWith(MAX))
        .map(o -> Long.valueOf(o.substring(MAX.length())))
        .findFirst()
        .orElse(PidsParameters.MOST_TERMINALS);
  }

  /** Sets the limit. The kernel takes every option that is not named back to its default. */
  void limit(long terminals) {
    try (FileSystemContext change = FileSystemContext.pick(root)) {
      for (String option : options) {
        int equals = option.indexOf('=');
        if (equals > 0 && !option.startsWith(MAX)) {
          change.option(option.substring(0, equals), option.substring(equals + 1));
        }
      }
      change.option("max", Long.toString(terminals)).reconfigure();
    } catch (LinuxException e) {
      throw new ContainerException(
          ErrorCode.KERNEL, "max=" + terminals + " of /" + PLACE + ": " + e.getMessage(), "", e);
    }
  }

  @Override
  public void close() {
    root.close();
  }
}
