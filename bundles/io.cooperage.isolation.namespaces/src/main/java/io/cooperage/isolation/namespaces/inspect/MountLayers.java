package io.cooperage.isolation.namespaces.inspect;

import io.cooperage.api.isolation.IsolationGrade;
import io.cooperage.api.isolation.IsolationLayer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the CT's mount table, which its root can change, shows now. */
final class MountLayers {
  private static final String ROOT = "root";
  private static final String MASKED = "masks";
  private static final String TERMINALS = "pseudo-terminals";
  static final List<String> NAMES = List.of(ROOT, MASKED, TERMINALS);

  private static final Set<String> MASKS = Set.of("tmpfs", "devtmpfs");
  private static final Set<String> KERNEL = Set.of("proc", "sysfs");

  private final List<MountEntry> mounts;
  private final boolean unprivileged;

  MountLayers(ProcessView init, boolean unprivileged) {
    this.mounts = init.mounts();
    this.unprivileged = unprivileged;
  }

  List<IsolationLayer> layers() {
    return List.of(root(), masks(), terminals());
  }

  private IsolationLayer root() {
    return last("/")
        .map(m -> IsolationLayer.on(ROOT, m.type() + ", mounted " + String.join(",", m.options())))
        .orElseGet(
            () ->
                IsolationLayer.absent(
                    ROOT, IsolationGrade.WEAK, "no mount at /", "nobody knows what it is"));
  }

  private Optional<MountEntry> last(String target) {
    return mounts.stream().filter(m -> m.target().equals(target)).reduce((first, next) -> next);
  }

  /** In a user namespace the files' owner and not a mask keeps the CT's root away. */
  private IsolationLayer masks() {
    long hidden = below().filter(m -> MASKS.contains(m.type())).count();
    long closed = below().filter(m -> KERNEL.contains(m.type()) && m.readOnly()).count();
    if (unprivileged) {
      String found = hidden + " hidden, " + closed + " read-only; ids keep the rest";
      return hidden + closed > 0
          ? IsolationLayer.on(MASKED, found)
          : IsolationLayer.off(MASKED, IsolationGrade.STRONG, "none needed: ids do it", "");
    }
    return hidden + closed > 0
        ? IsolationLayer.on(MASKED, hidden + " hidden, " + closed + " read-only")
            .but(IsolationGrade.WEAK, "its root can take them away")
        : IsolationLayer.off(
            MASKED,
            IsolationGrade.WEAK,
            "none",
            "it writes the host's sysctls and reads the kernel's memory and log");
  }

  private Stream<MountEntry> below() {
    return mounts.stream()
        .filter(m -> m.target().startsWith("/proc/") || m.target().startsWith("/sys/"));
  }

  /** The kernel's own bound is for all instances together. */
  private IsolationLayer terminals() {
    return last("/dev/pts")
        .flatMap(m -> m.details().stream().filter(d -> d.startsWith("max=")).findFirst())
        .map(max -> IsolationLayer.on(TERMINALS, "at most " + max.substring("max=".length())))
        .map(
            layer ->
                layer.but(
                    IsolationGrade.GOOD,
                    "its root can mount another without a limit, up to kernel.pty.max"))
        .orElseGet(
            () ->
                IsolationLayer.off(
                    TERMINALS,
                    IsolationGrade.GOOD,
                    "no limit of its own",
                    "it can use up kernel.pty.max of the node"));
  }
}
