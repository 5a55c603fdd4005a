package io.cooperage.storage.ploop.transfer;

import io.cooperage.linux.OwnedFd;
import io.cooperage.storage.ploop.convert.VirtualDisk;
import io.cooperage.storage.ploop.format.MalformedImageException;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.image.FileBytes;
import io.cooperage.storage.ploop.image.FileSystemKind;
import io.cooperage.storage.ploop.image.RegularFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Tells the file system that a disk begins with, and whether a CT's device, of 4,096-byte sectors,
 * can hold it. Sources: the kernel's fs/ext4/ext4.h and fs/xfs/libxfs/xfs_format.h, the UEFI
 * specification for partition tables.
 */
public final class FileSystemProbe {
  private static final int SECTOR = 4096;
  private static final int LOOKED_AT = 8192;
  private static final int EXT_MAGIC_OFFSET = 1024 + 0x38;
  private static final short EXT_MAGIC = (short) 0xef53;
  private static final int EXT_BLOCK_OFFSET = 1024 + 0x18;
  private static final int XFS_SECTOR_OFFSET = 102;
  private static final int BOOT_SIGNATURE_OFFSET = 510;
  private static final short BOOT_SIGNATURE = (short) 0xaa55;

  private FileSystemProbe() {}

  /**
   * Looks at the beginning of a disk.
   *
   * @throws MalformedImageException for anything that a CT could not run from, with the remedy
   */
  static FileSystemKind kind(VirtualDisk disk) {
    require(disk.size() >= LOOKED_AT, "the disk is too small for a file system", "");
    ByteBuffer b = ByteBuffer.allocate(LOOKED_AT);
    disk.read(b, 0);
    return kind(b.flip());
  }

  /**
   * Looks at the beginning of an image that a CT runs from, however it was left.
   *
   * @throws MalformedImageException as {@link #kind(VirtualDisk)}
   */
  public static FileSystemKind kind(Path image) {
    try (OwnedFd file = RegularFile.open(image)) {
      FileBytes bytes = new FileBytes(file);
      ByteBuffer b = ByteBuffer.allocate(LOOKED_AT);
      bytes.read(b, PloopHeader.parse(bytes).dataOffset());
      return kind(b.flip());
    }
  }

  private static FileSystemKind kind(ByteBuffer b) {
    if (text(b, 0, 4).equals("XFSB")) {
      int sector = b.order(ByteOrder.BIG_ENDIAN).getShort(XFS_SECTOR_OFFSET) & 0xffff;
      require(
          sector == SECTOR,
          "its xfs was made for sectors of " + sector + " bytes, not " + SECTOR,
          "copy the files into a new container, or make it with mkfs.xfs -s size=" + SECTOR);
      return FileSystemKind.XFS;
    }
    b.order(ByteOrder.LITTLE_ENDIAN);
    if (b.getShort(EXT_MAGIC_OFFSET) == EXT_MAGIC) {
      long block = 1024L << Math.min(b.getInt(EXT_BLOCK_OFFSET) & 0xffffffffL, 20);
      require(
          block >= SECTOR,
          "its ext4 has blocks of " + block + " bytes, less than " + SECTOR,
          "copy the files into a new container, or make it with mkfs.ext4 -b " + SECTOR);
      return FileSystemKind.EXT4;
    }
    boolean partitions =
        text(b, 512, 8).equals("EFI PART")
            || text(b, SECTOR, 8).equals("EFI PART")
            || b.getShort(BOOT_SIGNATURE_OFFSET) == BOOT_SIGNATURE;
    require(
        !partitions,
        "the disk begins with a partition table",
        "take the partition out of it, as with 'qemu-img convert' and 'dd', and import that");
    throw new MalformedImageException(
        "the disk begins with neither ext4 nor xfs; name its format with --format if it is none of"
            + " what it looks like");
  }

  private static String text(ByteBuffer b, int offset, int length) {
    byte[] bytes = new byte[length];
    b.get(offset, bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static void require(boolean condition, String rule, String remedy) {
    if (!condition) {
      throw new MalformedImageException(remedy.isEmpty() ? rule : rule + ": " + remedy);
    }
  }
}
