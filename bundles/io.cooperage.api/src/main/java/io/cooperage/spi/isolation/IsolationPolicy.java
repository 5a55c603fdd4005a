package io.cooperage.spi.isolation;

import io.cooperage.spi.kernel.BpfProgram;
import io.cooperage.spi.kernel.IdMap;
import java.util.List;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a CT's processes may ask of the kernel. Swappable; new CTs and new programs get the policy
 * of highest rank.
 */
@ConsumerType
public interface IsolationPolicy {
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
   */
  record Rules(
      BpfProgram seccomp,
      Set<Integer> dropCapabilities,
      List<String> maskedPaths,
      List<String> readOnlyPaths,
      boolean noNewPrivileges) {
    public Rules {
      dropCapabilities = Set.copyOf(dropCapabilities);
      maskedPaths = List.copyOf(maskedPaths);
      readOnlyPaths = List.copyOf(readOnlyPaths);
    }
  }
}
