package io.cooperage.isolation.namespaces;

import io.cooperage.spi.isolation.IsolationPolicy.Rules;
import io.cooperage.supervisor.Plan;

/** Puts a policy's rules on a process, while it still has the right to. */
final class Confinement {
  /** Avoids the slow speculative-store mitigation that a filter turned on before Linux 5.16. */
  private static final int SECCOMP_SPEC_ALLOW = 1 << 2;

  private static final long ALL = (1L << 41) - 1;

  private Confinement() {}

  static void add(Plan<?> plan, Rules rules) {
    long kept =
        rules.dropCapabilities().stream()
            .reduce(ALL, (set, n) -> set & ~(1L << n), (a, b) -> a & b);
    plan.capabilities(kept, kept, 0, 0);
    if (rules.noNewPrivileges()) {
      plan.noNewPrivileges();
    }
    rules.further().forEach(filter -> plan.seccomp(filter, SECCOMP_SPEC_ALLOW));
    plan.seccomp(rules.seccomp(), SECCOMP_SPEC_ALLOW);
  }
}
