package io.cooperage.storage.ploop.image;

import io.cooperage.storage.ploop.format.ImageBytes;
import io.cooperage.storage.ploop.format.MalformedImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The primary superblock of an ext4. If it was made with metadata_csum_seed, as ours are, the UUID
 * is used in no other checksum, so a clone's new UUID is this one block.
 *
 * @see <a href="https://docs.kernel.org/filesystems/ext4/super.html">Super Block</a>
 */
final class Ext4Superblock {
  private static final int OFFSET = 1024;
  private static final int LENGTH = 1024;
  private static final int MAGIC_AT = 0x38;
  private static final short MAGIC = (short) 0xEF53;
  private static final int INCOMPAT_AT = 0x60;
  private static final int CSUM_SEED = 0x2000;
  private static final int UUID_AT = 0x68;
  private static final int CHECKSUM_AT = 0x3FC;

  private Ext4Superblock() {}

  /**
   * Gives the file system that begins at an offset a new UUID.
   *
   * @return false, with nothing written, if that is not an ext4, or not done with one block
   */
  static boolean identify(ImageBytes image, long fileSystem, UUID id) {
    byte[] bytes = read(image, fileSystem);
    ByteBuffer block = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (block.getShort(MAGIC_AT) != MAGIC || (block.getInt(INCOMPAT_AT) & CSUM_SEED) == 0) {
      return false;
    }
    ByteBuffer uuid = ByteBuffer.allocate(16);
    uuid.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    block.put(UUID_AT, uuid.array());
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, CHECKSUM_AT);
    // The kernel's crc32c does not invert its result as the standard one does.
    block.putInt(CHECKSUM_AT, ~(int) crc.getValue());
    image.write(block, fileSystem + OFFSET);
    return true;
  }

  /** Its number of inodes, its first field. */
  static long inodes(ImageBytes image, long fileSystem) {
    ByteBuffer block = ByteBuffer.wrap(read(image, fileSystem)).order(ByteOrder.LITTLE_ENDIAN);
    if (block.getShort(MAGIC_AT) != MAGIC) {
      throw new MalformedImageException("the disk holds no ext4");
    }
    return Integer.toUnsignedLong(block.getInt(0));
  }

  private static byte[] read(ImageBytes image, long fileSystem) {
    byte[] bytes = new byte[LENGTH];
    image.read(ByteBuffer.wrap(bytes), fileSystem + OFFSET);
    return bytes;
  }
}
