package io.cooperage.storage.ploop.snapshot;

import io.cooperage.linux.file.AtomicFile;
import java.util.Optional;

/**
 * What is written of a new snapshot besides its image, by a thread of its own: on a busy disk each
 * flush waits for what others write, and these need not wait after each other. For one thread.
 */
final class SnapshotTexts implements AutoCloseable {
  private final Thread writer;
  private Optional<AtomicFile.Draft> descriptor = Optional.empty();
  private Optional<RuntimeException> failure = Optional.empty();

  private SnapshotTexts(Work work) {
    this.writer = new Thread(() -> write(work), "cooperage-snapshot");
  }

  /** Writes all texts, the descriptor last. */
  @FunctionalInterface
  interface Work {
    /** The descriptor, not in its place yet. */
    AtomicFile.Draft run();
  }

  /** Begins to write. */
  static SnapshotTexts begin(Work work) {
    SnapshotTexts texts = new SnapshotTexts(work);
    texts.writer.setDaemon(true);
    texts.writer.start();
    return texts;
  }

  private void write(Work work) {
    try {
      descriptor = Optional.of(work.run());
    } catch (RuntimeException e) {
      failure = Optional.of(e);
    }
  }

  /** Waits until all is durable but the descriptor's place. */
  AtomicFile.Draft await() {
    join();
    if (failure.isPresent()) {
      throw failure.get();
    }
    return descriptor.orElseThrow();
  }

  /** Waits; a descriptor that has not come to its place is gone then. */
  @Override
  public void close() {
    join();
    descriptor.ifPresent(AtomicFile.Draft::close);
  }

  private void join() {
    boolean interrupted = false;
    while (true) {
      try {
        writer.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
