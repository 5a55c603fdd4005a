package io.cooperage.core.provider;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.util.function.Predicate;

/**
 * Whom a failure is counted for, and which ones count. The subject may change as a call goes on.
 */
final class Blame {
  /** The service itself. */
  static final String NOBODY = "";

  private final Predicate<Throwable> which;
  private final Runnable whenGivenUp;
  private volatile String subject;

  private Blame(String subject, Predicate<Throwable> which, Runnable whenGivenUp) {
    this.subject = subject;
    this.which = which;
    this.whenGivenUp = whenGivenUp;
  }

  /**
   * For all failures, except a ContainerException: with that the service answered as it should.
   *
   * @param subject a CT's UUID, or {@link #NOBODY}
   * @param whenGivenUp what to do when the call goes on without its caller
   */
  static Blame of(String subject, Runnable whenGivenUp) {
    return new Blame(
        subject, cause -> hangs(cause) || !(cause instanceof ContainerException), whenGivenUp);
  }

  /** As {@link #of(String, Runnable)} for a call that needs nothing done when it is given up. */
  static Blame of(String subject) {
    return of(subject, () -> {});
  }

  /** For hanging alone: what an ordinary call throws is its caller's affair. */
  static Blame hanging() {
    return new Blame(NOBODY, Blame::hangs, () -> {});
  }

  private static boolean hangs(Throwable cause) {
    return cause instanceof ContainerException e && e.code() == ErrorCode.TIMEOUT;
  }

  /** The call goes on without its caller. */
  void givenUp() {
    whenGivenUp.run();
  }

  void on(String next) {
    subject = next;
  }

  String subject() {
    return subject;
  }

  boolean counts(Throwable cause) {
    return which.test(cause);
  }
}
