package io.cooperage.isolation.namespaces.inspect;

import io.cooperage.api.isolation.IsolationGrade;
import io.cooperage.api.isolation.IsolationLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The kernel's security module, and its key rings. */
final class ModuleLayers {
  private static final Path LIST = Path.of("/sys/kernel/security/lsm");
  private static final List<String> LABELLING = List.of("apparmor", "selinux", "smack");
  private static final String NAME = "security module";
  private static final String COST =
      "what slips through a flaw of the other layers is not stopped a second time";

  private final ProcessView init;
  private final boolean unprivileged;

  ModuleLayers(ProcessView init, boolean unprivileged) {
    this.init = init;
    this.unprivileged = unprivileged;
  }

  List<IsolationLayer> layers() {
    return List.of(module(), keyring());
  }

  private IsolationLayer module() {
    Optional<String> label = init.label();
    if (label.isPresent() && !label.get().startsWith("unconfined")) {
      return IsolationLayer.on(NAME, label.get());
    }
    if (label.isPresent()) {
      return IsolationLayer.off(NAME, IsolationGrade.GOOD, label.get(), COST);
    }
    String modules = active();
    boolean labels = LABELLING.stream().anyMatch(modules::contains);
    return labels
        ? IsolationLayer.off(NAME, IsolationGrade.GOOD, "no label of " + modules, COST)
        : IsolationLayer.absent(
            NAME, IsolationGrade.GOOD, "no AppArmor, SELinux or Smack in this kernel", COST);
  }

  /** Modules of this kernel; empty if securityfs is not mounted. */
  private static String active() {
    try {
      return Files.readString(LIST).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private IsolationLayer keyring() {
    String name = "key rings";
    if (unprivileged) {
      return IsolationLayer.on(name, "its own, for its user namespace is");
    }
    boolean filtered = init.status("Seccomp").filter("2"::equals).isPresent();
    return IsolationLayer.off(
        name,
        filtered ? IsolationGrade.GOOD : IsolationGrade.WEAK,
        filtered ? "the host root's; only the filter keeps it away" : "the host root's",
        "its root has the user id that the host root's keys belong to");
  }
}
