package io.cooperage.core.catalog;

import io.cooperage.api.parameter.Parameter;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Offer;
import io.cooperage.spi.controller.ParameterOwner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The active parameters for CTs of certain kinds. Immutable. */
public final class CatalogView {
  private final Map<String, Owned> byWord = new HashMap<>();
  private final Map<String, Owned> byName = new LinkedHashMap<>();
  private final List<OwnerSlice> slices;
  private final List<Owned> shadowed;

  CatalogView(
      List<Owned> active,
      List<Owned> shadowed,
      Collection<Offer<? extends ParameterOwner>> owners) {
    this.shadowed = List.copyOf(shadowed);
    for (Owned owned : active) {
      byName.putIfAbsent(owned.parameter().name(), owned);
      owned.words().forEach(w -> byWord.putIfAbsent(w, owned));
    }
    Map<Offer<? extends ParameterOwner>, List<Parameter<?>>> grouped = new LinkedHashMap<>();
    owners.forEach(o -> grouped.put(o, new ArrayList<>()));
    byName.values().forEach(o -> grouped.get(o.owner()).add(o.parameter()));
    slices =
        grouped.entrySet().stream()
            .map(e -> new OwnerSlice(e.getKey(), e.getValue(), shadowedOf(e.getKey())))
            .toList();
  }

  private List<Parameter<?>> shadowedOf(Offer<?> owner) {
    List<Parameter<?>> own = new ArrayList<>();
    shadowed.stream().filter(o -> o.owner() == owner).forEach(o -> own.add(o.parameter()));
    return own;
  }

  /** Parameters whose owner stands back behind another one. */
  public List<Owned> shadowed() {
    return shadowed;
  }

  /** By name or alias. */
  public Optional<Owned> find(String nameOrAlias) {
    return Optional.ofNullable(byWord.get(nameOrAlias))
        .filter(
            o ->
                o.parameter().name().equals(nameOrAlias)
                    || o.parameter().aliases().contains(nameOrAlias));
  }

  /** By any word of a command line, without dashes. */
  Optional<Owned> findWord(String word) {
    return Optional.ofNullable(byWord.get(word));
  }

  Set<String> words() {
    return byWord.keySet();
  }

  public Collection<Owned> parameters() {
    return byName.values();
  }

  /** Every owner, also those without an active parameter. */
  public List<OwnerSlice> slices() {
    return slices;
  }

  /** The slice of a provider; without parameters if it is not there. */
  public Optional<OwnerSlice> slice(Family<?> family, String kind) {
    return slices.stream()
        .filter(s -> s.owner().family().equals(family) && s.owner().kind().equals(kind))
        .findFirst();
  }

  /** Parameters of some texts that nobody owns now. */
  public Set<String> unowned(Map<String, List<String>> texts) {
    return texts.keySet().stream()
        .filter(n -> !byName.containsKey(n))
        .collect(Collectors.toUnmodifiableSet());
  }
}
