package io.cooperage.core.catalog;

import io.cooperage.api.parameter.ParameterInfo;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Offer;
import io.cooperage.spi.controller.ParameterOwner;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The catalog at one moment. Immutable but for the views that it remembers. */
final class CatalogSnapshot {
  private final List<Owned> all;
  private final List<ParameterInfo> rejected;
  private final List<Offer<? extends ParameterOwner>> owners;
  private final Map<Map<String, String>, CatalogView> views = new ConcurrentHashMap<>();

  CatalogSnapshot(
      List<Owned> all, List<ParameterInfo> rejected, List<Offer<? extends ParameterOwner>> owners) {
    this.all = List.copyOf(all);
    this.rejected = List.copyOf(rejected);
    this.owners = List.copyOf(owners);
  }

  List<ParameterInfo> infos(UnaryOperator<Owned> telling) {
    return Stream.concat(all.stream().map(telling).map(Owned::info), rejected.stream())
        .sorted(
            Comparator.comparing(ParameterInfo::group)
                .thenComparing(ParameterInfo::name)
                .thenComparing(ParameterInfo::status))
        .toList();
  }

  /** What counts for CTs of these kinds; of everything when the map is empty. */
  CatalogView view(Map<String, String> kinds) {
    return views.computeIfAbsent(kinds, this::makeView);
  }

  private CatalogView makeView(Map<String, String> kinds) {
    return new CatalogView(
        all.stream().filter(Owned::active).filter(o -> counts(o.owner(), kinds)).toList(),
        all.stream().filter(o -> !o.active()).filter(o -> counts(o.owner(), kinds)).toList(),
        owners.stream().filter(o -> counts(o, kinds)).toList());
  }

  private static boolean counts(Offer<?> owner, Map<String, String> kinds) {
    return kinds.isEmpty()
        || !isProvider(owner.family())
        || owner.kind().equals(kinds.get(owner.family().name()));
  }

  /** Whether a CT uses one kind of this family alone. */
  static boolean isProvider(Family<?> family) {
    return family.equals(Family.STORAGE)
        || family.equals(Family.NETWORK)
        || family.equals(Family.ISOLATION);
  }
}
