package io.cooperage.storage.ploop.backup;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.storage.ploop.format.IdentityLayout;
import io.cooperage.storage.ploop.format.InUse;
import io.cooperage.storage.ploop.image.FileBytes;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** Makes images of chains of backups. */
public final class ImageRestore {
  private static final int PERCENT = 100;

  private final List<BackupReader> chain;
  private final IdentityLayout layout;
  private final long total;

  /**
   * Checks that each is the parent of the next.
   *
   * @param chain a full backup first
   * @throws DamagedBackupException if they are no chain
   */
  public ImageRestore(List<BackupReader> chain) {
    BackupChain.check(chain.stream().map(BackupReader::backup).toList());
    this.chain = List.copyOf(chain);
    this.layout = IdentityLayout.forSize(chain.get(chain.size() - 1).backup().size());
    this.total = chain.stream().mapToLong(BackupReader::content).sum();
  }

  /** Bytes that the image may need. */
  public long needed() {
    return Math.min(total, layout.size());
  }

  /** Writes the image to a new file, durable but for its name. */
  public void write(Path target, ProgressSink progress) {
    try (OwnedFd file =
        OpenCalls.create(target, 0600, OpenFlag.READ_WRITE, OpenFlag.CREATE, OpenFlag.EXCLUSIVE)) {
      FileBytes bytes = new FileBytes(file);
      FileCalls.resize(file, layout.fileSize());
      layout.writeTable(bytes);
      long before = 0;
      long[] done = {0};
      for (BackupReader link : chain) {
        long size = link.backup().size();
        if (size < before) {
          clear(file, size, layout.size());
        }
        before = size;
        link.replay(
            (block, content) -> {
              put(file, block, content);
              done[0] += block.data() ? block.length() : 0;
              progress.progress(percent(done[0]), (done[0] >> 20) + " MiB restored");
            },
            progress);
      }
      bytes.write(layout.header(InUse.CLOSED).encode(), 0);
      FileCalls.sync(file);
    }
  }

  private int percent(long done) {
    return total == 0 ? PERCENT : (int) (done * PERCENT / total);
  }

  // What a disk had behind the end that it has at last was cut off later.
  private void put(OwnedFd file, Block block, ByteBuffer content) {
    long end = Math.min(block.offset() + block.length(), layout.size());
    if (end <= block.offset()) {
      return;
    }
    if (block.data()) {
      content.limit((int) (end - block.offset()));
      new FileBytes(file).write(content, layout.dataOffset() + block.offset());
    } else {
      clear(file, block.offset(), end);
    }
  }

  private void clear(OwnedFd file, long from, long to) {
    if (from < to) {
      FileCalls.punchHole(file, layout.dataOffset() + from, to - from);
    }
  }
}
