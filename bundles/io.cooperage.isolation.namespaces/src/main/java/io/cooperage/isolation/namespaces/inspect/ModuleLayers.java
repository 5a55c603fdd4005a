package io.cooperage.isolation.namespaces.inspect;

import io.cooperage.api.isolation.IsolationGrade;
import io.cooperage.api.isolation.IsolationLayer;
import io.cooperage.linux.security.SecurityModule;
import java.util.List;
import java.util.Optional;

/** The kernel's security module, and its key rings. */
final class ModuleLayers {
  private static final String MODULE = "security module";
  private static final String KEYS = "key rings";
  static final List<String> NAMES = List.of(MODULE, KEYS);

  private static final String COST =
      "what slips through a flaw of the other layers is not stopped a second time";

  private final ProcessView init;
  private final ProcessView node;
  private final Optional<SecurityModule> active;
  private final boolean unprivileged;

  ModuleLayers(
      ProcessView init, ProcessView node, Optional<SecurityModule> active, boolean unprivileged) {
    this.init = init;
    this.node = node;
    this.active = active;
    this.unprivileged = unprivileged;
  }

  List<IsolationLayer> layers() {
    return List.of(active.map(this::module).orElseGet(ModuleLayers::none), keyring());
  }

  private IsolationLayer module(SecurityModule module) {
    String label = init.label(module);
    String found = (module.kind().title() + " " + label).strip();
    return module
        .gap(label, node.label(module))
        .map(gap -> IsolationLayer.off(MODULE, IsolationGrade.GOOD, found + ": " + gap, COST))
        .orElseGet(() -> IsolationLayer.on(MODULE, found));
  }

  private static IsolationLayer none() {
    return IsolationLayer.absent(
        MODULE, IsolationGrade.GOOD, "no AppArmor, SELinux or Smack is active", COST);
  }

  private IsolationLayer keyring() {
    if (unprivileged) {
      return IsolationLayer.on(KEYS, "its own, for its user namespace is");
    }
    boolean filtered = init.status("Seccomp").filter("2"::equals).isPresent();
    return IsolationLayer.off(
        KEYS,
        filtered ? IsolationGrade.GOOD : IsolationGrade.WEAK,
        filtered ? "the host root's; only the filter keeps it away" : "the host root's",
        "its root has the user id that the host root's keys belong to");
  }
}
