package io.cooperage.supervisor;

import io.cooperage.linux.OwnedFd;

/** How a program comes to run inside a CT, or without a key on the host. */
public final class EnterPlan extends Plan<EnterPlan> {
  private EnterPlan() {}

  /** Begins a plan for the CT whose init is held under a key. */
  public static EnterPlan into(String key) {
    return new EnterPlan().add(Tag.KEY, new Request.Value().text(key));
  }

  /** Begins a plan for the host itself. */
  public static EnterPlan onHost() {
    return new EnterPlan();
  }

  @Override
  EnterPlan self() {
    return this;
  }

  /** Passes a descriptor under a number from 0 to 62. */
  public EnterPlan pass(int number, OwnedFd descriptor) {
    return add(Tag.FD, descriptor, new Request.Value().int32(number));
  }

  /**
   * Opens a terminal of the CT as stdio and controlling terminal; its master comes with the
   * session.
   *
   * @param user who owns the terminal inside
   */
  public EnterPlan terminal(int rows, int columns, long user) {
    return add(Tag.PTY, new Request.Value().int32(rows).int32(columns).int32(user));
  }
}
