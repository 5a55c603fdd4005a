package io.cooperage.storage.ploop.backup;

import io.cooperage.linux.OwnedFd;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.storage.ploop.image.FileBytes;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.util.UUID;

/** Moves parts of an image to a file of blocks and tells the index of each. Used once. */
final class BlockPump {
  private static final int PERCENT = 100;
  private static final ByteBuffer ZEROS =
      ByteBuffer.allocateDirect(Block.LARGEST).asReadOnlyBuffer();

  private final FileBytes image;
  private final long dataOffset;
  private final long total;
  private final ProgressSink progress;
  private final ByteBuffer block = ByteBuffer.allocateDirect(Block.LARGEST);
  private final ByteBuffer entry = ByteBuffer.allocate(Block.ENTRY);
  private final MessageDigest digest = Sha256.begin();
  private long indexSize;
  private long written;
  private long done;

  /**
   * Prepares.
   *
   * @param total bytes that will be read
   */
  BlockPump(OwnedFd image, long dataOffset, long total, ProgressSink progress) {
    this.image = new FileBytes(image);
    this.dataOffset = dataOffset;
    this.total = total;
    this.progress = progress;
  }

  void run(
      UUID id, Iterable<Stretch> stretches, WritableByteChannel data, WritableByteChannel index) {
    toIndex(index, Block.head(Block.INDEX_MAGIC, id));
    for (Stretch stretch : stretches) {
      if (stretch.data()) {
        for (long at = stretch.start(); at < stretch.end(); at += Block.LARGEST) {
          progress.checkCancelled();
          move(at, (int) Math.min(Block.LARGEST, stretch.end() - at), data, index);
          report();
        }
      } else {
        note(index, Block.zeros(stretch.start(), stretch.length()));
      }
    }
  }

  private void move(long at, int length, WritableByteChannel data, WritableByteChannel index) {
    block.clear().limit(length);
    image.read(block, dataOffset + at);
    block.flip();
    done += length;
    // An image has all of its clusters that its table names.
    if (length < Block.LARGEST && block.mismatch(ZEROS.slice(0, length)) < 0) {
      note(index, Block.zeros(at, length));
      return;
    }
    note(index, new Block(at, length, true, Sha256.of(block)));
    Channels.write(data, block);
    written += length;
  }

  private void note(WritableByteChannel index, Block noted) {
    entry.clear();
    noted.encode(entry);
    toIndex(index, entry.flip());
  }

  private void toIndex(WritableByteChannel index, ByteBuffer bytes) {
    digest.update(bytes.duplicate());
    indexSize += bytes.remaining();
    Channels.write(index, bytes);
  }

  private void report() {
    progress.progress(
        (int) (done * PERCENT / total), (done >> 20) + " of " + (total >> 20) + " MiB");
  }

  /** Bytes of all blocks. */
  long written() {
    return written;
  }

  long indexSize() {
    return indexSize;
  }

  String indexDigest() {
    return Sha256.text(digest);
  }
}
