package io.cooperage.api.firewall;

import java.util.Objects;

/**
 * What met one rule of a CT, or its policy, since the rule was set or the CT was started.
 *
 * @param parameter {@link FirewallService#RULES}, or the policy's parameter
 * @param value the rule's canonical text, or the policy
 * @param packets the first packet of each connection; the others pass with it and are not counted
 * @param bytes of these packets
 */
public record FirewallCount(String parameter, String value, long packets, long bytes) {
  public FirewallCount {
    Objects.requireNonNull(parameter, "parameter");
    Objects.requireNonNull(value, "value");
  }
}
