package io.cooperage.api.firewall;

import io.cooperage.api.container.ContainerId;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Tells what the rules of CTs have met. The rules are parameters, stored and changed as all others,
 * by names that every firewall shares: whoever replaces it owns these parameters too. Safe for any
 * thread.
 */
@ProviderType
public interface FirewallService {
  /** The list parameter of rules; the first that fits decides. */
  String RULES = "firewall";

  /** The parameter of what happens to connections to the CT that no rule fits. */
  String POLICY_IN = "firewall_in";

  /** The same for connections from the CT. */
  String POLICY_OUT = "firewall_out";

  /**
   * Counters of the rules that are in force, in their order, then of both policies; empty when the
   * CT does not run or has neither rule nor policy.
   */
  List<FirewallCount> counts(ContainerId id);
}
