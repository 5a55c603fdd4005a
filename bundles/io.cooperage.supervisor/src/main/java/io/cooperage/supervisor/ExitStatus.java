package io.cooperage.supervisor;

import java.nio.ByteBuffer;

/**
 * How a process ended, as {@code waitid(2)} tells it.
 *
 * @param cause how
 * @param value the exit code, or the number of the signal; 0 when unknown
 */
public record ExitStatus(Cause cause, int value) {
  /** Nobody who was told saw the end. */
  public static final ExitStatus UNKNOWN = new ExitStatus(Cause.UNKNOWN, 0);

  /** The kinds of ends. */
  public enum Cause {
    /** It returned or called exit. */
    EXITED,
    /** A signal ended it; of an init also SIGINT for halt or poweroff and SIGHUP for reboot. */
    KILLED,
    /** A signal ended it and it dumped its memory. */
    DUMPED,
    /** Its parent was not ours, or the supervisor was restarted. */
    UNKNOWN
  }

  static ExitStatus read(ByteBuffer b) {
    int code = b.getInt();
    int value = b.getInt();
    return switch (code) {
      case 1 -> new ExitStatus(Cause.EXITED, value);
      case 2 -> new ExitStatus(Cause.KILLED, value);
      case 3 -> new ExitStatus(Cause.DUMPED, value);
      default -> UNKNOWN;
    };
  }

  /** Returns the exit code as a shell gives it: 128 and more for signals, 255 when unknown. */
  public int shellCode() {
    return switch (cause) {
      case EXITED -> value;
      case KILLED, DUMPED -> 128 + value;
      case UNKNOWN -> 255;
    };
  }
}
