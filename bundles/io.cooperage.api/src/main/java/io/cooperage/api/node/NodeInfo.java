package io.cooperage.api.node;

import java.util.Map;

/**
 * The node for {@code node info}.
 *
 * @param facts host facts by name: kernel, cgroup, memory, cpus
 * @param containers CTs by state
 * @param components version by part: supervisor, providers
 */
public record NodeInfo(
    String uuid,
    String name,
    String version,
    Map<String, String> facts,
    Map<String, Integer> containers,
    Map<String, String> components) {
  public NodeInfo {
    facts = Map.copyOf(facts);
    containers = Map.copyOf(containers);
    components = Map.copyOf(components);
  }
}
