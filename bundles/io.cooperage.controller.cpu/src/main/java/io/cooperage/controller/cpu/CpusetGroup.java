package io.cooperage.controller.cpu;

import io.cooperage.spi.cgroup.CgroupDirectory;
import java.util.Optional;

/**
 * Cores and NUMA nodes of one CT. A v2 group without a list of its own takes its parent's; a v1
 * group always has one, which must lie within its parent's and around its children's.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/cpuset.7.html">cpuset(7)</a>
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html#cpuset">Control Group v2</a>
 */
record CpusetGroup(CgroupDirectory group) {
  static final String CPUS = "cpuset.cpus";
  static final String MEMS = "cpuset.mems";

  /** No list; v2 takes it for "as the parent". */
  private static final String NONE = "\n";

  /** Sets a list; empty is whatever the group above has. */
  void set(String file, Optional<IndexSet> members) {
    if (group.version() == 2) {
      String text = members.map(IndexSet::text).orElse("");
      if (!group.read(file).equals(text)) {
        group.write(file, text.isEmpty() ? NONE : text);
      }
      return;
    }
    IndexSet target = members.orElseGet(() -> above(file).orElseGet(() -> list(group, file)));
    if (!list(group, file).equals(target)) {
      replace(group, file, target);
    }
  }

  private static void replace(CgroupDirectory group, String file, IndexSet target) {
    if (!group.below().isEmpty()) {
      group.write(file, list(group, file).with(target).text());
      group.below().forEach(child -> replace(child, file, target));
    }
    group.write(file, target.text());
  }

  /** The list in force; empty if it is only the parent's. */
  Optional<IndexSet> own(String file) {
    IndexSet now = list(group, file);
    boolean asAbove = group.version() == 1 && above(file).equals(Optional.of(now));
    boolean inherited = asAbove || now.text().isEmpty();
    return inherited ? Optional.empty() : Optional.of(now);
  }

  /** The list in force, whosoever it is. */
  IndexSet list(String file) {
    return list(group, file);
  }

  String knob(String file) {
    return group.describe() + " " + file;
  }

  private Optional<IndexSet> above(String file) {
    return group.above().flatMap(g -> g.readIfPresent(file)).map(IndexSet::ofKernel);
  }

  private static IndexSet list(CgroupDirectory group, String file) {
    return IndexSet.ofKernel(group.read(file));
  }
}
