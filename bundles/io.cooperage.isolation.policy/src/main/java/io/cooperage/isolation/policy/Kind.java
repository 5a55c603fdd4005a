package io.cooperage.isolation.policy;

import io.cooperage.spi.kernel.IdMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * CTs for which the same rules hold.
 *
 * @param features those alone that the table knows, so that the number of kinds is bounded by it
 */
record Kind(boolean privileged, Set<String> features) {
  static Kind of(IdMap map, Set<String> features, DenyTable table) {
    return new Kind(
        map.privileged(),
        table.rules().stream()
            .map(DenyRule::feature)
            .filter(features::contains)
            .collect(Collectors.toCollection(TreeSet::new)));
  }
}
