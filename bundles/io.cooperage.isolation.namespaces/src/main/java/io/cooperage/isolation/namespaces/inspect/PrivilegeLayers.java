package io.cooperage.isolation.namespaces.inspect;

import io.cooperage.api.isolation.IsolationGrade;
import io.cooperage.api.isolation.IsolationLayer;
import io.cooperage.linux.process.Capability;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the CT's init may ask of the kernel. */
final class PrivilegeLayers {
  private static final String FILTERED = "2";
  private static final String FILTER = "system-call filter";
  private static final String CAPABILITIES = "capabilities";
  private static final String NO_NEW_PRIVILEGES = "no_new_privs";
  static final List<String> NAMES = List.of(FILTER, CAPABILITIES, NO_NEW_PRIVILEGES);
  private static final int HEXADECIMAL = 16;

  private final ProcessView init;
  private final boolean unprivileged;

  PrivilegeLayers(ProcessView init, boolean unprivileged) {
    this.init = init;
    this.unprivileged = unprivileged;
  }

  /**
   * The layers.
   *
   * @param policy name of the policy that it was launched with; empty if not known
   * @param tried how many of the filters that it was launched with only log
   */
  List<IsolationLayer> layers(String policy, int tried) {
    return List.of(filter(policy, tried), capabilities(), noNewPrivileges());
  }

  private IsolationLayer filter(String policy, int tried) {
    Optional<Integer> all = init.status("Seccomp_filters").map(Integer::valueOf);
    boolean filtered = init.status("Seccomp").filter(FILTERED::equals).isPresent();
    String trial = tried > 0 ? ", " + tried + " that only log" : "";
    if (!filtered || all.filter(count -> count <= tried).isPresent()) {
      return IsolationLayer.off(
          FILTER,
          IsolationGrade.WEAK,
          "none" + trial,
          "it can try every system call, also those that are known for flaws of the kernel");
    }
    String count = all.map(n -> Integer.toString(n - tried)).orElse("some");
    String launched = policy.isEmpty() ? "" : ", launched with " + policy;
    return IsolationLayer.on(FILTER, count + " in force" + trial + launched);
  }

  private IsolationLayer capabilities() {
    long bounding = Long.parseUnsignedLong(init.status("CapBnd").orElse("0"), HEXADECIMAL);
    String dropped =
        Stream.of(Capability.values())
            .filter(c -> (bounding & c.bit()) == 0)
            .map(c -> c.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    String found = Long.bitCount(bounding) + " can be had";
    if (dropped.isEmpty()) {
      return unprivileged
          ? IsolationLayer.off(
              CAPABILITIES, IsolationGrade.STRONG, found + ", over its own namespaces", "")
          : IsolationLayer.off(
              CAPABILITIES,
              IsolationGrade.TRUSTED,
              found,
              "its root may do all that the host's may");
    }
    return IsolationLayer.on(CAPABILITIES, found + "; never " + dropped);
  }

  /** A system of its own needs setuid programs, so that their absence is no flaw. */
  private IsolationLayer noNewPrivileges() {
    return init.status("NoNewPrivs").filter("1"::equals).isPresent()
        ? new IsolationLayer(
            NO_NEW_PRIVILEGES,
            IsolationLayer.State.ON,
            IsolationGrade.STRONG,
            "setuid programs give no rights",
            "su, sudo and ping of ordinary users fail")
        : IsolationLayer.off(NO_NEW_PRIVILEGES, IsolationGrade.STRONG, "setuid programs work", "");
  }
}
