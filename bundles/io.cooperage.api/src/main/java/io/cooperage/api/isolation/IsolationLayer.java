package io.cooperage.api.isolation;

import java.util.Objects;

/**
 * One layer of a CT's isolation.
 *
 * @param name as "user namespace"
 * @param grade the best grade that a CT with this layer as it was found can have
 * @param found what the kernel says
 * @param cost what is open because of it, or what a thing that is on takes away; empty for nothing
 */
public record IsolationLayer(
    String name, State state, IsolationGrade grade, String found, String cost) {
  public IsolationLayer {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(grade, "grade");
    Objects.requireNonNull(found, "found");
    Objects.requireNonNull(cost, "cost");
  }

  /** Whether a layer is there. */
  public enum State {
    ON,
    OFF,
    /** The host's kernel has none, or does not tell. */
    ABSENT
  }

  /** A layer that holds. */
  public static IsolationLayer on(String name, String found) {
    return new IsolationLayer(name, State.ON, IsolationGrade.STRONG, found, "");
  }

  /** A layer that is not there. */
  public static IsolationLayer off(String name, IsolationGrade grade, String found, String cost) {
    return new IsolationLayer(name, State.OFF, grade, found, cost);
  }

  /** A layer that this host lacks. */
  public static IsolationLayer absent(
      String name, IsolationGrade grade, String found, String cost) {
    return new IsolationLayer(name, State.ABSENT, grade, found, cost);
  }

  /** The same with a worse grade, for a reason. */
  public IsolationLayer but(IsolationGrade worse, String reason) {
    return new IsolationLayer(name, state, grade.orWorse(worse), found, reason);
  }
}
