package io.cooperage.storage.ploop.convert;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import java.nio.ByteBuffer;

/** Writes a disk's bytes as they are, with holes for zeros. */
record RawWriter() implements ImageWriter {
  private static final int BLOCK = 1 << 20;
  private static final int GRAIN = 4096;
  private static final long MOST_UNWRITTEN = 256L << 20;

  @Override
  public long diskSize(long size) {
    return size;
  }

  @Override
  public void write(VirtualDisk source, OwnedFd target, Progress progress) {
    FileCalls.resize(target, source.size());
    copy(source, target, 0, progress);
    FileCalls.resize(target, source.size());
  }

  /**
   * Writes what is not zeros behind a place in a file that has a hole there. It is written back now
   * and then: a file system knows its free space only when it knows where everything goes.
   */
  static void copy(VirtualDisk source, OwnedFd target, long place, Progress progress) {
    long[] unwritten = {0};
    new ContentPump(source, BLOCK, progress)
        .run(
            (offset, block) -> {
              writeGrains(target, place + offset, block);
              unwritten[0] += BLOCK;
              if (unwritten[0] >= MOST_UNWRITTEN) {
                FileCalls.syncData(target);
                unwritten[0] = 0;
              }
            });
  }

  private static void writeGrains(OwnedFd target, long place, ByteBuffer block) {
    int at = 0;
    while (at < BLOCK) {
      int start = at;
      while (at < BLOCK && !Zeros.only(block, at, at + GRAIN)) {
        at += GRAIN;
      }
      if (at > start) {
        FileCalls.write(target, block.slice(start, at - start), place + start);
      }
      at += GRAIN;
    }
  }
}
