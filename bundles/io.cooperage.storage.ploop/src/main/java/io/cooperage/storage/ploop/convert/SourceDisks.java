package io.cooperage.storage.ploop.convert;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.storage.ploop.image.DiskFolder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Function;

/**
 * Opens disk images to be read. While one is open no program that honours locks writes to it.
 *
 * <p>Every method throws {@link io.cooperage.storage.ploop.format.MalformedImageException} for what
 * breaks its format or is not supported, {@link io.cooperage.api.error.ContainerException} IN_USE
 * for an image that is being written to, {@link io.cooperage.linux.LinuxException} when the kernel
 * refuses.
 */
public final class SourceDisks {
  private static final int MAGIC_LENGTH = 16;

  private SourceDisks() {}

  /**
   * Tells the format by the file's first bytes. Whoever can write a raw disk can make it look like
   * another format: ask only for images that no guest wrote, or say what was found.
   */
  public static DiskFormat probe(Path path) {
    if (Files.isDirectory(path)) {
      return DiskFormat.PLOOP_FOLDER;
    }
    try (OwnedFd file = SourceFile.open(path)) {
      ByteBuffer magic = ByteBuffer.allocate(MAGIC_LENGTH);
      FileCalls.read(file, magic, 0);
      String text = new String(magic.array(), StandardCharsets.ISO_8859_1);
      if (text.equals("WithoutFreeSpace") || text.equals("WithouFreSpacExt")) {
        return DiskFormat.PLOOP;
      }
      return text.startsWith("QFI\u00fb") ? DiskFormat.QCOW2 : DiskFormat.RAW;
    }
  }

  /**
   * Opens an image.
   *
   * @param path the file, or for {@link DiskFormat#PLOOP_FOLDER} the folder
   */
  public static VirtualDisk open(Path path, DiskFormat format) {
    return switch (format) {
      case RAW -> opened(path, RawDisk::new);
      case PLOOP -> opened(path, PloopDisk::new);
      case QCOW2 -> opened(path, Qcow2Disk::new);
      case PLOOP_FOLDER -> PloopChain.openTop(path);
    };
  }

  /**
   * Opens a snapshot of a disk.
   *
   * @param shot as its DiskDescriptor.xml calls it
   */
  public static VirtualDisk openShot(DiskFolder folder, UUID shot) {
    return PloopChain.open(folder.path(), shot);
  }

  /**
   * Takes over a ploop image that is open already, closing it on failure too.
   *
   * @param image is nobody else's
   */
  public static VirtualDisk take(OwnedFd image) {
    return taken(image, PloopDisk::new);
  }

  private static VirtualDisk opened(Path path, Function<OwnedFd, VirtualDisk> reader) {
    return taken(SourceFile.open(path), reader);
  }

  private static VirtualDisk taken(OwnedFd file, Function<OwnedFd, VirtualDisk> reader) {
    try {
      return reader.apply(file);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }
}
