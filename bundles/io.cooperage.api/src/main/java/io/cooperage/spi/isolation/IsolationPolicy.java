package io.cooperage.spi.isolation;

import io.cooperage.spi.kernel.BpfProgram;
import io.cooperage.spi.kernel.IdMap;
import java.util.List;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a CT's processes may ask of the kernel. A CT gets the policy that its parameter {@code
 * syscalls} names, else that of highest rank, which is at least 0, and keeps it until it is
 * stopped.
 */
@ConsumerType
public interface IsolationPolicy {
  /** As stored with CTs: "denylist". */
  String name();

  /**
   * The rules for a CT with such a map and such opened features. Cheap: compiled rules are kept.
   */
  Rules rules(IdMap idMap, Set<String> features);

  /**
   * Ready-made rules.
   *
   * @param seccomp the system-call filter
   * @param dropCapabilities capability numbers to drop from the bounding set
   * @param maskedPaths paths made unreadable
   * @param readOnlyPaths paths made read-only
   * @param further filters that are loaded before {@code seccomp}, in their order. The strictest
   *     answer holds; of two errnos, that of the filter which was loaded last
   */
  record Rules(
      BpfProgram seccomp,
      Set<Integer> dropCapabilities,
      List<String> maskedPaths,
      List<String> readOnlyPaths,
      boolean noNewPrivileges,
      List<BpfProgram> further) {
    /** Rules of one filter. */
    public Rules(
        BpfProgram seccomp,
        Set<Integer> dropCapabilities,
        List<String> maskedPaths,
        List<String> readOnlyPaths,
        boolean noNewPrivileges) {
      this(seccomp, dropCapabilities, maskedPaths, readOnlyPaths, noNewPrivileges, List.of());
    }

    public Rules {
      dropCapabilities = Set.copyOf(dropCapabilities);
      maskedPaths = List.copyOf(maskedPaths);
      readOnlyPaths = List.copyOf(readOnlyPaths);
      further = List.copyOf(further);
    }
  }
}
