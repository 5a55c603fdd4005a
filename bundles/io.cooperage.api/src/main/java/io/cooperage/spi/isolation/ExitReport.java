package io.cooperage.spi.isolation;

/**
 * How a CT's init ended.
 *
 * @param cause what it was
 * @param code exit code, or signal number when killed; -1 if unknown
 */
public record ExitReport(Cause cause, int code) {
  /** Why init ended. */
  public enum Cause {
    /** halt or poweroff inside, or init returned. */
    HALTED,
    /** reboot inside: it shall be started again. */
    REBOOTED,
    /** killed by a signal from outside, or crashed. */
    KILLED,
    /** nobody saw it: the supervisor was gone too. */
    UNKNOWN
  }
}
