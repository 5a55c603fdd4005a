package io.cooperage.isolation.namespaces;

import io.cooperage.linux.mount.IdMapRange;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.supervisor.Namespace;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which namespaces a CT has. */
final class Namespaces {
  private Namespaces() {}

  /**
   * Those of the one clone; the time namespace is made by init itself, or it would not belong to
   * the CT.
   */
  static Set<Namespace> cloned(IdMap map) {
    Set<Namespace> all = EnumSet.allOf(Namespace.class);
    all.remove(Namespace.TIME);
    if (map.privileged()) {
      all.remove(Namespace.USER);
    }
    return all;
  }

  /** Those that a program joins. */
  static Set<Namespace> joined(IdMap map) {
    Set<Namespace> all = cloned(map);
    all.add(Namespace.TIME);
    return all;
  }

  static List<IdMapRange> ranges(IdMap map) {
    return List.of(new IdMapRange(0, map.base(), map.width()));
  }
}
