package io.cooperage.api.node;

import java.util.List;
import java.util.Map;

/**
 * The node for {@code node info}.
 *
 * @param facts host facts by name: kernel, cgroup, memory, cpus
 * @param containers CTs by state
 * @param components version by part: supervisor, providers
 * @param budgets what CTs were promised of each resource, and what is left
 */
public record NodeInfo(
    String uuid,
    String name,
    String version,
    Map<String, String> facts,
    Map<String, Integer> containers,
    Map<String, String> components,
    List<Budget> budgets) {
  public NodeInfo {
    facts = Map.copyOf(facts);
    containers = Map.copyOf(containers);
    components = Map.copyOf(components);
    budgets = List.copyOf(budgets);
  }
}
