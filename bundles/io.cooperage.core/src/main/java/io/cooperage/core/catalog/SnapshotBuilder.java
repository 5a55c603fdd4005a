package io.cooperage.core.catalog;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterInfo;
import io.cooperage.api.parameter.ParameterStatus;
import io.cooperage.core.provider.Offer;
import io.cooperage.spi.controller.ParameterOwner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides who owns what. Owners come best first, so whoever has a word first keeps it; the same
 * parameter of a later one is shadowed, any other clash is rejected.
 */
final class SnapshotBuilder {
  // Words that the verbs themselves take.
  private static final Set<String> RESERVED =
      Set.of(
          "unset",
          "save",
          "scope",
          "dry-run",
          "json",
          "help",
          "name",
          "label",
          "config",
          "template",
          "kind",
          "force",
          "output");

  private final List<Owned> all = new ArrayList<>();
  private final List<ParameterInfo> rejected = new ArrayList<>();
  private final List<Offer<? extends ParameterOwner>> owners = new ArrayList<>();
  private final Map<String, List<Owned>> taken = new HashMap<>();

  void add(Offer<? extends ParameterOwner> owner, List<Parameter<?>> parameters) {
    parameters.forEach(p -> add(owner, p));
    // An owner whose parameters are all another's now has nothing to obey.
    if (parameters.isEmpty() || all.stream().anyMatch(o -> o.owner() == owner && o.active())) {
      owners.add(owner);
    }
  }

  /** An owner that cannot list its parameters. */
  void reject(Offer<? extends ParameterOwner> owner, String why) {
    rejected.add(Owned.rejected("", owner.describe(), why));
  }

  private void add(Offer<? extends ParameterOwner> owner, Parameter<?> parameter) {
    if (parameter == null) {
      reject(owner, "one of its descriptors is null");
      return;
    }
    try {
      place(Owned.of(parameter, owner, ParameterStatus.ACTIVE, ""));
    } catch (RuntimeException | LinkageError e) {
      rejected.add(
          Owned.rejected(
              parameter.name(), owner.describe(), "its type fails to describe it: " + e));
    }
  }

  private void place(Owned candidate) {
    Optional<Owned> rival = rival(candidate, candidate.parameter().name());
    if (rival.isPresent() && sameParameter(rival.get(), candidate)) {
      all.add(
          Owned.of(
              candidate.parameter(),
              candidate.owner(),
              ParameterStatus.SHADOWED,
              "owned by " + rival.get().owner().describe()));
      return;
    }
    Optional<String> clash = clash(candidate);
    if (clash.isPresent()) {
      rejected.add(
          Owned.of(candidate.parameter(), candidate.owner(), ParameterStatus.REJECTED, clash.get())
              .info());
      return;
    }
    all.add(candidate);
    candidate.words().forEach(w -> taken.computeIfAbsent(w, k -> new ArrayList<>()).add(candidate));
  }

  private static boolean sameParameter(Owned rival, Owned candidate) {
    return rival.parameter().name().equals(candidate.parameter().name())
        && rival.owner() != candidate.owner();
  }

  private Optional<String> clash(Owned candidate) {
    for (String word : candidate.words()) {
      if (RESERVED.contains(word)) {
        return Optional.of("'" + word + "' is an option of the commands themselves");
      }
      Optional<Owned> rival = rival(candidate, word);
      if (rival.isPresent()) {
        Owned r = rival.get();
        return Optional.of(
            "'" + word + "' means " + r.parameter().name() + " of " + r.owner().describe());
      }
    }
    return Optional.empty();
  }

  private Optional<Owned> rival(Owned candidate, String word) {
    return taken.getOrDefault(word, List.of()).stream()
        .filter(t -> !alternatives(t.owner(), candidate.owner()))
        .findFirst();
  }

  // Two providers of one family never serve the same CT, so they may share parameters.
  private static boolean alternatives(Offer<?> a, Offer<?> b) {
    return CatalogSnapshot.isProvider(a.family())
        && a.family().equals(b.family())
        && !a.kind().equals(b.kind());
  }

  CatalogSnapshot build() {
    return new CatalogSnapshot(all, rejected, owners);
  }

  static String reason(RuntimeException e) {
    return e instanceof ContainerException c ? c.getMessage() : e.toString();
  }
}
