package io.cooperage.storage.ploop.backup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;

/**
 * An entry of an index: where on the disk something belongs, in bytes, and its digest.
 *
 * @param data whether it is stored, the next in the file of blocks; else it is zeros
 * @param digest of the bytes in hexadecimal; zeros if it is not stored
 */
record Block(long offset, long length, boolean data, String digest) {
  /** The most bytes that one block has. */
  static final int LARGEST = 1 << 20;

  /** Bytes of an entry: offset, length, kind, nothing, digest; big-endian. */
  static final int ENTRY = 24 + Sha256.LENGTH;

  /**
   * Bytes of the head of an index, and of a file of changed blocks: a magic and the backup's id.
   */
  static final int HEAD = 24;

  static final String INDEX_MAGIC = "COOPBKI1";
  static final String CHANGES_MAGIC = "COOPBKC1";

  private static final int DATA = 1;
  private static final int ZEROS = 2;

  /** A part of the disk that reads as zeros. */
  static Block zeros(long offset, long length) {
    return new Block(offset, length, false, "0".repeat(2 * Sha256.LENGTH));
  }

  /** The head of a file. */
  static ByteBuffer head(String magic, UUID id) {
    ByteBuffer head = ByteBuffer.allocate(HEAD);
    head.put(magic.getBytes(StandardCharsets.US_ASCII));
    head.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    return head.flip();
  }

  void encode(ByteBuffer into) {
    into.putLong(offset).putLong(length).putInt(data ? DATA : ZEROS).putInt(0);
    into.put(HexFormat.of().parseHex(digest));
  }

  /**
   * Reads and checks an entry.
   *
   * @param least where the one before it ended
   * @param most bytes of the disk
   */
  static Block decode(ByteBuffer from, long least, long most) {
    long offset = from.getLong();
    long length = from.getLong();
    int kind = from.getInt();
    int nothing = from.getInt();
    byte[] digest = new byte[Sha256.LENGTH];
    from.get(digest);
    boolean sound =
        (kind == DATA || kind == ZEROS)
            && nothing == 0
            && offset >= least
            && length > 0
            && offset <= most
            && length <= most - offset
            && (kind == ZEROS || length <= LARGEST);
    if (!sound) {
      throw new DamagedBackupException("an entry of the index is bad");
    }
    return new Block(offset, length, kind == DATA, HexFormat.of().formatHex(digest));
  }
}
