package io.cooperage.storage.ploop.snapshot;

import io.cooperage.linux.file.AtomicFile;
import io.cooperage.linux.thread.ThrowawayThread;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is written of a new snapshot besides its image, by a thread of its own: on a busy disk each
 * flush waits for what others write, and these need not wait after each other. For one thread.
 */
final class SnapshotTexts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotTexts.class);

  private final ThrowawayThread.Running<AtomicFile.Draft> writer;

  /**
   * Begins to write.
   *
   * @param work writes all texts and gives the descriptor, which is not in its place yet
   */
  SnapshotTexts(Supplier<AtomicFile.Draft> work) {
    this.writer = ThrowawayThread.begin("cooperage-snapshot", work);
  }

  /** Waits until all is durable but the descriptor's place. */
  AtomicFile.Draft await() {
    return writer.await();
  }

  /** Waits; a descriptor that has not come to its place is gone then. */
  @Override
  public void close() {
    AtomicFile.Draft draft;
    try {
      draft = writer.await();
    } catch (RuntimeException | Error e) {
      LOG.debug("the texts of a snapshot that fails", e);
      return;
    }
    draft.close();
  }
}
