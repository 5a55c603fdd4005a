package io.cooperage.storage.ploop.image;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.AtomicFile;
import io.cooperage.linux.mount.FileSystemContext;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.MountAttribute;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.storage.ploop.format.IdentityLayout;
import io.cooperage.storage.ploop.format.ImageBytes;
import io.cooperage.storage.ploop.tool.Tool;
import io.cooperage.storage.ploop.tool.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes, mounts and repairs the file systems inside images. Any thread may call. */
public final class FileSystems {
  private static final Logger LOG = LoggerFactory.getLogger(FileSystems.class);
  private static final long BLOCK = 4096;
  private static final long LARGE = 4L << 30;
  private static final int FSCK_REPAIRED = 3;

  private static final String CONFIGURATION = "mke2fs.conf";

  private final Path configuration;

  /**
   * Keeps mke2fs's configuration in a folder.
   *
   * @param folder root-only, exists when a file system is made
   */
  public FileSystems(Path folder) {
    this.configuration = folder.resolve(CONFIGURATION);
  }

  /** Whether a name in that folder is this object's. */
  public static boolean isOwn(Path entry) {
    return entry.getFileName().toString().equals(CONFIGURATION);
  }

  /** Whether a name in that folder is what this object's file has while it is written. */
  public static boolean isTemporary(Path entry) {
    String name = entry.getFileName().toString();
    return name.startsWith("." + CONFIGURATION + ".") && name.endsWith(".tmp");
  }

  /**
   * Makes an ext4 in an image file, behind its header. Tables of inodes need no writing: the file
   * is sparse there, which mke2fs knows of a file and would not of a device.
   *
   * @param inodes how many, 0 for one in 16 KiB
   */
  void makeExt4(Path image, IdentityLayout layout, long inodes, ProgressSink progress) {
    AtomicFile.write(configuration, ownConfiguration(), 0600);
    long growth = layout.growthLimit() / BLOCK;
    List<String> arguments = new ArrayList<>(List.of("-q", "-F", "-t", "ext4", "-b", "4096"));
    arguments.addAll(List.of("-m", "0", "-L", "cooperage"));
    arguments.add("-E");
    arguments.add(
        "lazy_itable_init=1,lazy_journal_init=1,offset="
            + layout.dataOffset()
            + ",resize="
            + Math.min(growth, 0xffffffffL));
    if (layout.size() >= LARGE) {
      arguments.addAll(List.of("-J", "size=128"));
    }
    if (inodes > 0) {
      arguments.addAll(List.of("-N", Long.toString(inodes)));
    }
    arguments.addAll(List.of(image.toString(), layout.size() / BLOCK + ""));
    Tools.MKE2FS
        .with("MKE2FS_CONFIG", configuration.toString())
        .run(progress::checkCancelled, arguments.toArray(String[]::new));
  }

  /** Makes an xfs on a device. */
  void makeXfs(Path device, ProgressSink progress) {
    Tools.MKFS_XFS.run(
        progress::checkCancelled,
        "-q",
        "-f",
        "-K",
        "-L",
        "cooperage",
        "-m",
        "reflink=1,rmapbt=0",
        device.toString());
  }

  /** Mounts the file system on a device, detached. */
  public OwnedFd mount(FileSystemKind kind, LoopDevice device, MountAttribute... attributes) {
    try (FileSystemContext context = FileSystemContext.open(kind.type())) {
      context.option("source", device.path().toString());
      if (kind == FileSystemKind.XFS) {
        // A clone bears the UUID of what it was cloned from.
        context.flag("nouuid");
      } else {
        context.option("errors", "remount-ro");
      }
      return context.create().mount(attributes);
    }
  }

  /** Mounts the file system of an image of others as it is, detached: nothing is replayed. */
  public OwnedFd view(FileSystemKind kind, Path device) {
    try (FileSystemContext context = FileSystemContext.open(kind.type())) {
      context.option("source", device.toString()).flag("ro");
      if (kind == FileSystemKind.XFS) {
        context.flag("nouuid").flag("norecovery");
      } else {
        context.flag("noload");
      }
      return context
          .create()
          .mount(
              MountAttribute.READ_ONLY,
              MountAttribute.NO_SETUID,
              MountAttribute.NO_DEVICES,
              MountAttribute.NO_EXEC);
    }
  }

  /**
   * Repairs the file system of a disk that was not closed, as far as that is safe without asking.
   *
   * @throws ContainerException BROKEN_CONTAINER with what the checker says
   */
  public void repair(FileSystemKind kind, Path device) {
    if (kind == FileSystemKind.XFS) {
      return; // its log is replayed by the mount, and there is nothing else to do unasked
    }
    Tool.Outcome outcome = Tools.E2FSCK.attempt(Tool.UNATTENDED, "-p", device.toString());
    if ((outcome.exit() & ~FSCK_REPAIRED) != 0) {
      throw broken(device, outcome);
    }
  }

  /**
   * Replays the log of an xfs on a device that is not mounted, which no program but the kernel
   * does; one that cannot be mounted stays as it is.
   */
  public void replayLog(FileSystemKind kind, LoopDevice device) {
    if (kind != FileSystemKind.XFS) {
      return;
    }
    try {
      mount(kind, device).close();
    } catch (LinuxException e) {
      LOG.info("{} cannot be mounted before its repair: {}", device.path(), e.getMessage());
    }
  }

  /** Number of inodes of the ext4 that begins at an offset. */
  public long ext4Inodes(ImageBytes image, long offset) {
    return Ext4Superblock.inodes(image, offset);
  }

  /** Grows a mounted file system to the size of its device. */
  public void grow(FileSystemKind kind, OwnedFd mount, long bytes) {
    FileSystemGrowth.grow(kind, mount, bytes);
  }

  /**
   * Changes the size of an ext4 on a device that is not mounted.
   *
   * @throws ContainerException BAD_VALUE if what it holds does not fit
   */
  public void resizeExt4(Path device, long bytes) {
    Tool.Outcome checked = Tools.E2FSCK.attempt(Tool.UNATTENDED, "-f", "-p", device.toString());
    if ((checked.exit() & ~FSCK_REPAIRED) != 0) {
      throw broken(device, checked);
    }
    Tool.Outcome resized =
        Tools.RESIZE2FS.attempt(Tool.UNATTENDED, device.toString(), bytes / 1024 + "K");
    if (resized.exit() != 0 && resized.output().contains("smaller than minimum")) {
      throw ContainerException.badInput(
          ErrorCode.BAD_VALUE,
          Problem.of(
              "diskspace", (bytes >> 20) + "M", "is too small for what the disk holds already"));
    }
    if (resized.exit() != 0) {
      throw Tools.RESIZE2FS.failed(resized);
    }
  }

  private static ContainerException broken(Path device, Tool.Outcome outcome) {
    return new ContainerException(
        ErrorCode.BROKEN_CONTAINER,
        "the file system on " + device + " cannot be repaired unasked: " + outcome.output(),
        "check the image by hand with e2fsck, or restore a backup");
  }

  private static byte[] ownConfiguration() {
    try (InputStream in = FileSystems.class.getResourceAsStream("mke2fs.conf")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
