package io.cooperage.core.admission;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.Problem;
import io.cooperage.spi.controller.Capacity;
import io.cooperage.spi.controller.Claim;
import java.util.List;
import java.util.Map;

/**
 * What the owners say of a CT's values.
 *
 * @param problems what they refuse; empty if all is well
 * @param claims what the values take from the node
 * @param capacities what the node has, by resource
 * @param byOwner those of the claims that can be refused, by the owner as messages call it
 */
public record Assessment(
    List<Problem> problems,
    List<Claim> claims,
    Map<String, Capacity> capacities,
    Map<String, List<Claim>> byOwner) {
  /** Copies the lists. */
  public Assessment {
    problems = List.copyOf(problems);
    claims = List.copyOf(claims);
    capacities = Map.copyOf(capacities);
    byOwner = Map.copyOf(byOwner);
  }

  /**
   * Itself, if nothing is refused.
   *
   * @throws ContainerException BAD_VALUE with every problem
   */
  public Assessment sound() {
    if (!problems.isEmpty()) {
      throw ContainerException.badInput(problems);
    }
    return this;
  }
}
