package io.cooperage.core.provider;

import java.util.function.Predicate;

/**
 * Whom a failure is counted for, and which ones count. The subject may change as a call goes on.
 */
final class Blame {
  private final Predicate<Throwable> which;
  private final Runnable whenGivenUp;
  private volatile String subject;

  /** The subject is a CT's UUID, or empty for the service itself. */
  Blame(String subject, Predicate<Throwable> which, Runnable whenGivenUp) {
    this.subject = subject;
    this.which = which;
    this.whenGivenUp = whenGivenUp;
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
