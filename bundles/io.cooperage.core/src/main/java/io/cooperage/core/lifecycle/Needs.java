package io.cooperage.core.lifecycle;

import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import java.util.ArrayList;
import java.util.List;

/** What a CT needs to be started with nothing left out. */
final class Needs {
  private Needs() {}

  /** What is not there now, as "storage.ploop" or "a controller for cpuunits". */
  static List<String> missing(EngineParts parts, LiveContainer live) {
    List<String> missing = new ArrayList<>();
    for (Family<?> family : List.of(Family.STORAGE, Family.NETWORK, Family.ISOLATION)) {
      String kind = live.kind(family.name());
      if (!kind.isEmpty() && parts.leases().find(family, kind).isEmpty()) {
        missing.add(family.describe(kind));
      }
    }
    for (Family<?> family : List.of(Family.CGROUP, Family.TEMPLATE_IMAGES)) {
      if (parts.leases().find(family, "").isEmpty()) {
        missing.add(family.name());
      }
    }
    // Parameters of a provider that is away are not listed one by one.
    if (missing.isEmpty()) {
      parts.catalog().view(live.record().kinds()).unowned(live.record().parameters()).stream()
          .sorted()
          .forEach(n -> missing.add("a controller for " + n));
    }
    return missing;
  }
}
