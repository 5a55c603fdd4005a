package io.cooperage.controller.pids;

import static io.cooperage.controller.pids.PidsParameters.NUMPROC;
import static io.cooperage.controller.pids.PidsParameters.NUMPTY;

import io.cooperage.spi.controller.Consequence;
import java.util.Optional;
import java.util.OptionalLong;

/** What limits would do to a CT that runs. */
final class Foresight {
  private Foresight() {}

  /** The kernel ends no task for a limit below their number. */
  static Optional<Consequence> tasks(OptionalLong held, long limit) {
    return held.isPresent() && held.getAsLong() >= limit
        ? Optional.of(
            Consequence.harmless(
                NUMPROC.name(),
                held.getAsLong()
                    + " tasks run: none is ended, but no further one starts until fewer than "
                    + limit
                    + " are left"))
        : Optional.empty();
  }

  /** Two owners of one knob: whoever writes last wins, so the operator has to know. */
  static Optional<Consequence> owner(OptionalLong inForce, long limit, String knob) {
    return inForce.isPresent() && inForce.getAsLong() != limit
        ? Optional.of(
            Consequence.harmless(
                NUMPROC.name(),
                knob
                    + " holds "
                    + inForce.getAsLong()
                    + ", which numproc did not set: another controller or somebody by hand has;"
                    + " it is overwritten"))
        : Optional.empty();
  }

  static Optional<Consequence> terminals(long held, long limit) {
    return held >= limit
        ? Optional.of(
            Consequence.harmless(
                NUMPTY.name(),
                held
                    + " terminals are open: they stay, but no further one opens until fewer than "
                    + limit
                    + " are left"))
        : Optional.empty();
  }
}
