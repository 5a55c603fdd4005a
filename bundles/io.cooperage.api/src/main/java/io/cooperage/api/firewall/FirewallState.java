package io.cooperage.api.firewall;

import io.cooperage.api.container.Container;
import java.util.List;

/**
 * The firewall of one CT.
 *
 * @param in what happens to connections to the CT that no rule fits: accept, drop or reject
 * @param out the same for connections from the CT
 * @param rules canonical texts in their order
 * @param counts what met them; empty unless they are in force
 */
public record FirewallState(String in, String out, List<String> rules, List<FirewallCount> counts) {
  private static final List<String> ACCEPT = List.of("accept");

  public FirewallState {
    rules = List.copyOf(rules);
    counts = List.copyOf(counts);
  }

  /** What is stored with a CT, and what met it. */
  public static FirewallState of(Container container, List<FirewallCount> counts) {
    return new FirewallState(
        container.parameters().getOrDefault(FirewallService.POLICY_IN, ACCEPT).get(0),
        container.parameters().getOrDefault(FirewallService.POLICY_OUT, ACCEPT).get(0),
        container.parameters().getOrDefault(FirewallService.RULES, List.of()),
        counts);
  }
}
