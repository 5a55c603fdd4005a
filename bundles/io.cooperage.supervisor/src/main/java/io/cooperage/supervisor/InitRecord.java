package io.cooperage.supervisor;

import io.cooperage.spi.kernel.PidHandle;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What the supervisor holds under a key: an init, or descriptors by name.
 *
 * @param key as given with the launch or with hold
 * @param process the init; empty for held descriptors
 * @param state what it does
 * @param exit how it ended; empty until then
 */
public record InitRecord(
    String key, Optional<PidHandle> process, State state, Optional<ExitStatus> exit) {
  private static final int KEY = 80;
  private static final int START = 104;
  static final int SIZE = 112;

  /** The life of an init. */
  public enum State {
    /** No init: descriptors that are held by name. */
    HELD,
    /** Set up completely and waiting at its gate. */
    BLOCKED,
    /** Its program runs. */
    RUNNING,
    /** It has ended, and waits to be forgotten. */
    EXITED
  }

  /** Reads a {@code struct record} of {@code wire.h}. */
  static InitRecord read(ByteBuffer b) {
    int base = b.position();
    String key = Reply.text(b.slice(base, KEY).order(b.order()));
    int pid = b.getInt(base + KEY);
    State state = State.values()[b.getInt(base + KEY + 4)];
    ExitStatus status = ExitStatus.read(b.slice(base + KEY + 8, 8).order(b.order()));
    return new InitRecord(
        key,
        pid == 0 ? Optional.empty() : Optional.of(new PidHandle(pid, b.getLong(base + START))),
        state,
        state == State.EXITED ? Optional.of(status) : Optional.empty());
  }
}
