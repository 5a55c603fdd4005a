package io.cooperage.core.roster;

import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.Watch;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A controller that was applied to a running CT.
 *
 * @param parameters names of those that were its own then
 * @param readBack what the kernel said just after
 */
public record AppliedController(Watch watch, Set<String> parameters, List<Effective> readBack) {
  /** Copies set and list. */
  public AppliedController {
    parameters = Set.copyOf(parameters);
    readBack = List.copyOf(readBack);
  }

  /** The same without those parameters that are not its own any more. */
  public AppliedController owning(Set<String> names) {
    Set<String> left = new HashSet<>(parameters);
    left.retainAll(names);
    return left.size() == parameters.size() ? this : new AppliedController(watch, left, readBack);
  }

  /** The same with what the kernel says now. */
  public AppliedController reading(List<Effective> effective) {
    return new AppliedController(watch, parameters, effective);
  }
}
