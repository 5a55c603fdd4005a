package io.cooperage.storage.ploop.convert;

import java.nio.ByteBuffer;

/** Reads a disk from its beginning to its end and hands out the blocks that are not all zeros. */
final class ContentPump {
  private final VirtualDisk source;
  private final ByteBuffer block;
  private final Progress progress;

  /**
   * Prepares to read.
   *
   * @param blockSize bytes of a block; so much memory is taken
   */
  ContentPump(VirtualDisk source, int blockSize, Progress progress) {
    this.source = source;
    this.block = ByteBuffer.allocateDirect(blockSize);
    this.progress = progress;
  }

  /** Hands out every block with data. */
  void run(BlockConsumer consumer) {
    long size = source.size();
    int blockSize = block.capacity();
    long at = 0;
    progress.reached(0, size);
    while (at < size) {
      Run run = source.run(at);
      if (run.kind() != Run.Kind.DATA && run.end() < size && run.end() - at < blockSize) {
        run = new Run(run.end(), Run.Kind.DATA); // a block is read whole
      }
      if (run.kind() == Run.Kind.DATA) {
        read(at, size);
        if (!Zeros.only(block, 0, blockSize)) {
          consumer.accept(at, block);
        }
        at += blockSize;
      } else {
        at = run.end() >= size ? size : run.end() / blockSize * blockSize;
      }
      progress.reached(Math.min(at, size), size);
    }
  }

  private void read(long at, long size) {
    block.clear().limit((int) Math.min(block.capacity(), size - at));
    source.read(block, at);
    Zeros.fill(block.limit(block.capacity()));
    block.clear();
  }

  /** Takes blocks in order. */
  @FunctionalInterface
  interface BlockConsumer {
    /**
     * Takes a block.
     *
     * @param offset in the disk, a multiple of the block's size
     * @param block valid during the call only; what lies behind the disk's end is zeros
     */
    void accept(long offset, ByteBuffer block);
  }
}
