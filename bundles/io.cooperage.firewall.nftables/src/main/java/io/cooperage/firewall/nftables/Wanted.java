package io.cooperage.firewall.nftables;

import io.cooperage.api.container.ContainerId;
import java.util.List;

/**
 * What is asked for one CT.
 *
 * @param devices the host's ends of its network devices
 */
record Wanted(ContainerId id, List<String> devices, List<Rule> rules, Policies policies) {
  /** Whether everything may pass, so that the kernel needs nothing. */
  boolean open() {
    return rules.isEmpty() && policies.open();
  }
}
