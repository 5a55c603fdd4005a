package io.cooperage.storage.ploop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A note in the run folder that grace periods of the kernel may be hasty for a freeze of ours. The
 * supervisor's stage ends the haste, or its watchdog; if both were killed we do, at the latest at
 * the next start. Any thread may call.
 */
final class HasteNote {
  private static final Logger LOG = LoggerFactory.getLogger(HasteNote.class);
  private static final String CALM = "0";
  private static final String HASTY = "1";

  private final Path note;
  private final Path haste;
  private int freezes;

  /** A note about the switch in that file. */
  HasteNote(Path note, Path haste) {
    this.note = note;
    this.haste = haste;
  }

  /** The note of a node. */
  static HasteNote in(Path runFolder) {
    return new HasteNote(
        runFolder.resolve("hasty-grace-periods"), Path.of("/sys/kernel/rcu_expedited"));
  }

  /** Ends what an interrupted freeze has left. */
  synchronized void settle() {
    try {
      if (Files.exists(note)) {
        if (is(HASTY)) {
          LOG.warn("{} was left set by a freeze that was killed; clearing it", haste);
          Files.writeString(haste, CALM);
        }
        Files.delete(note);
      }
    } catch (IOException e) {
      LOG.warn("Cannot tell whether {} was left set", haste, e);
    }
  }

  /** Has a freeze done that may be hasty. */
  void during(Runnable freeze) {
    begin();
    try {
      freeze.run();
    } finally {
      end();
    }
  }

  // What somebody else has set stays.
  private synchronized void begin() {
    freezes++;
    try {
      if (freezes == 1 && is(CALM)) {
        Files.writeString(note, CALM);
      }
    } catch (IOException e) {
      LOG.warn("Cannot note that {} may be set", haste, e);
    }
  }

  private synchronized void end() {
    freezes--;
    if (freezes == 0) {
      settle();
    }
  }

  private boolean is(String value) throws IOException {
    return Files.isReadable(haste) && Files.readString(haste).strip().equals(value);
  }
}
