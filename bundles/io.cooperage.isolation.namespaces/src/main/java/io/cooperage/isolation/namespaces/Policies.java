package io.cooperage.isolation.namespaces;

import io.cooperage.spi.isolation.IsolationPolicy;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The policies that are there now. Safe for any thread. */
@Component(service = Policies.class)
public final class Policies {
  private static final Comparator<Place> BEST_FIRST =
      Comparator.comparingInt(Place::ranking).reversed().thenComparingLong(Place::id);

  private final Map<IsolationPolicy, Place> places = new ConcurrentHashMap<>();

  private record Place(int ranking, long id) {}

  @Reference(cardinality = ReferenceCardinality.AT_LEAST_ONE, policy = ReferencePolicy.DYNAMIC)
  void bindPolicy(IsolationPolicy policy, Map<String, Object> properties) {
    int ranking = properties.get("service.ranking") instanceof Integer r ? r : 0;
    long id = properties.get("service.id") instanceof Long i ? i : 0;
    places.put(policy, new Place(ranking, id));
  }

  void unbindPolicy(IsolationPolicy policy) {
    places.remove(policy);
  }

  /**
   * The policy of that name, or the best for the empty text; one of a rank below 0 is taken by its
   * name alone, lest it rules while the default is swapped.
   */
  Optional<IsolationPolicy> find(String name) {
    return places.entrySet().stream()
        .filter(e -> name.isEmpty() ? e.getValue().ranking >= 0 : e.getKey().name().equals(name))
        .min(Map.Entry.comparingByValue(BEST_FIRST))
        .map(Map.Entry::getKey);
  }

  List<String> names() {
    return places.keySet().stream().map(IsolationPolicy::name).distinct().sorted().toList();
  }
}
