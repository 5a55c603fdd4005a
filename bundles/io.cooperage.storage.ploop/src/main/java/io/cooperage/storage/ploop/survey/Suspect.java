package io.cooperage.storage.ploop.survey;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.node.PoolFlaw;
import io.cooperage.api.node.PoolFlaw.Repair;
import io.cooperage.linux.LinuxException;
import io.cooperage.storage.ploop.format.MalformedImageException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A flaw of a pool with what mends it.
 *
 * @param kind a word for programs
 * @param path where it is
 * @param size bytes that it takes
 * @param text what it is
 * @param error whether a CT misses it
 * @param repair what mending does
 * @param mending does it
 */
record Suspect(
    String kind, Path path, long size, String text, boolean error, Repair repair, Mending mending) {
  /** Mends a flaw, having looked once more whether that is right. */
  @FunctionalInterface
  interface Mending {
    Outcome mend();
  }

  /**
   * How mending went.
   *
   * @param done whether the flaw is gone
   * @param note where it lies now, or why nothing was done
   */
  record Outcome(boolean done, String note) {
    static final Outcome DONE = new Outcome(true, "");
    static final Outcome BUSY = left("somebody works on it now");

    static Outcome left(String why) {
      return new Outcome(false, why);
    }
  }

  /** Something that wastes space or is missing, and that a person must decide about. */
  static Suspect forPerson(String kind, Path path, String text, boolean error) {
    return new Suspect(
        kind, path, Sizes.of(path), text, error, Repair.NONE, () -> Outcome.left(""));
  }

  /** Something that is deleted. */
  static Suspect removable(String kind, Path path, String text, Mending mending) {
    return new Suspect(kind, path, Sizes.of(path), text, false, Repair.REMOVE, mending);
  }

  /** What was found, with nothing done about it. */
  PoolFlaw told() {
    return flaw(Outcome.left(""));
  }

  /** What was found, after mending it if that can be. */
  PoolFlaw mended() {
    try {
      return flaw(mending.mend());
    } catch (LinuxException
        | UncheckedIOException
        | MalformedImageException
        | ContainerException e) {
      return flaw(Outcome.left(e.getMessage()));
    }
  }

  private PoolFlaw flaw(Outcome outcome) {
    return new PoolFlaw(
        kind, path.toString(), size, text, error, repair, outcome.done(), outcome.note());
  }
}
