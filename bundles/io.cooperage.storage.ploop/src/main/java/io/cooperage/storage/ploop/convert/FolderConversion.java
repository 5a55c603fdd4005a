package io.cooperage.storage.ploop.convert;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.AtomicFile;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.LockCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.storage.ploop.format.DiskDescriptor;
import io.cooperage.storage.ploop.format.DiskDescriptor.Image;
import io.cooperage.storage.ploop.format.DiskDescriptor.ImageType;
import io.cooperage.storage.ploop.format.DiskDescriptor.Shot;
import io.cooperage.storage.ploop.format.DiskDescriptorWriter;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.image.DiskFolder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * Writes a disk as a folder with one ploop image and its DiskDescriptor.xml, as containers of ours
 * and of Virtuozzo have it. The folder gets its name when it is complete and durable.
 */
public final class FolderConversion {
  private static final int OWNER_ONLY = 0600;
  private static final int OWNER_FOLDER = 0700;
  private static final int MOST_LEFT = 1000;
  private static final int CLUSTER_SECTORS = (1 << 20) / PloopHeader.SECTOR;

  private FolderConversion() {}

  /**
   * Converts; as {@link Conversion#run}.
   *
   * @param target a name in an existing folder; nothing of that name may exist
   * @param format {@link TargetFormat#IDENTITY}, {@link TargetFormat#PLOOP1} or {@link
   *     TargetFormat#PLOOP2}
   * @throws ContainerException BAD_VALUE if the target exists or the format is none of these
   */
  public static Conversion run(
      VirtualDisk source, Path target, TargetFormat format, Progress progress) {
    if (format == TargetFormat.RAW || format == TargetFormat.QCOW2) {
      throw new ContainerException(
          ErrorCode.BAD_VALUE, format + " is one file, not a folder", "choose a ploop format");
    }
    Path whole = target.toAbsolutePath();
    String name = whole.getFileName().toString();
    Conversion.requireMissing(target);
    String part = Conversion.partName(name);
    try (OwnedFd parent = OpenCalls.open(whole.getParent(), OpenFlag.DIRECTORY);
        OwnedFd folder = partFolder(parent, part, target)) {
      Conversion conversion;
      try {
        conversion = fill(source, new DiskFolder(whole.resolveSibling(part)), format, progress);
        FileCalls.sync(folder);
        Conversion.publish(parent, part, name, target);
      } catch (RuntimeException | Error e) {
        clear(folder);
        DirectoryCalls.removeDirectory(parent, part);
        throw e;
      }
      FileCalls.sync(parent);
      return conversion;
    }
  }

  /** As {@link Conversion#abandon}. */
  public static void abandon(Path target) {
    Path whole = target.toAbsolutePath();
    String part = Conversion.partName(whole.getFileName().toString());
    if (!Files.isDirectory(whole.resolveSibling(part), LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (OwnedFd parent = OpenCalls.open(whole.getParent(), OpenFlag.DIRECTORY);
        OwnedFd folder =
            OpenCalls.openAt(parent, part, 0, OpenFlag.DIRECTORY, OpenFlag.NO_FOLLOW)) {
      if (LockCalls.tryLock(folder, true)) {
        clear(folder);
        DirectoryCalls.removeDirectory(parent, part);
        FileCalls.sync(parent);
      }
    }
  }

  private static Conversion fill(
      VirtualDisk source, DiskFolder disk, TargetFormat format, Progress progress) {
    Conversion conversion = Conversion.run(source, disk.firstImage(), format, progress);
    AtomicFile.write(disk.descriptor(), descriptor(conversion.diskSize()), OWNER_ONLY);
    return conversion;
  }

  private static String descriptor(long size) {
    UUID top = DiskDescriptor.PREDEFINED_TOP;
    return DiskDescriptorWriter.write(
        new DiskDescriptor(
            size / PloopHeader.SECTOR,
            CLUSTER_SECTORS,
            List.of(new Image(top, ImageType.COMPRESSED, DiskFolder.IMAGE)),
            top,
            List.of(new Shot(top, DiskDescriptor.NO_PARENT, false))));
  }

  // As with Conversion's part file: what is there makes way for a folder that is ours alone.
  private static OwnedFd partFolder(OwnedFd parent, String part, Path target) {
    try {
      return newPart(parent, part, target);
    } catch (LinuxException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
    try (OwnedFd old = openPart(parent, part, target)) {
      clear(old);
      DirectoryCalls.removeDirectory(parent, part);
      return newPart(parent, part, target);
    }
  }

  private static OwnedFd newPart(OwnedFd parent, String part, Path target) {
    DirectoryCalls.makeDirectory(parent, part, OWNER_FOLDER);
    return openPart(parent, part, target);
  }

  private static OwnedFd openPart(OwnedFd parent, String part, Path target) {
    OwnedFd folder = OpenCalls.openAt(parent, part, 0, OpenFlag.DIRECTORY, OpenFlag.NO_FOLLOW);
    try {
      Conversion.requireOwn(LockCalls.tryLock(folder, true), parent, part, folder, target);
      return folder;
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private static void clear(OwnedFd folder) {
    DirectoryCalls.list(folder, MOST_LEFT)
        .forEach(entry -> DirectoryCalls.removeFile(folder, entry.name()));
  }
}
