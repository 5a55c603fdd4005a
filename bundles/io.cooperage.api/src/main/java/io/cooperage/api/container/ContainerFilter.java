package io.cooperage.api.container;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which CTs a listing shows.
 *
 * @param states empty for every state
 * @param labels labels that must be there with just these values
 * @param template only CTs of this template
 */
public record ContainerFilter(
    Set<ContainerState> states, Map<String, String> labels, Optional<String> template) {
  public ContainerFilter {
    states = Set.copyOf(states);
    labels = Map.copyOf(labels);
  }

  public static ContainerFilter all() {
    return new ContainerFilter(Set.of(), Map.of(), Optional.empty());
  }

  public static ContainerFilter inState(ContainerState... states) {
    return new ContainerFilter(Set.of(states), Map.of(), Optional.empty());
  }

  /** Whether the CT passes. */
  public boolean accepts(Container c) {
    return (states.isEmpty() || states.contains(c.state()))
        && labels.entrySet().stream().allMatch(e -> e.getValue().equals(c.labels().get(e.getKey())))
        && template.map(c.template()::equals).orElse(true);
  }
}
