package io.cooperage.core.catalog;

import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterCatalog;
import io.cooperage.api.parameter.ParameterInfo;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.core.node.NodeDefaults;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Leases;
import io.cooperage.core.provider.Offer;
import io.cooperage.spi.controller.ParameterOwner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The catalog as it follows the services. A new snapshot is made at every change. */
@Component(service = {ParameterCatalog.class, Catalog.class})
public final class LiveCatalog implements ParameterCatalog, Catalog {
  private static final Set<Family<? extends ParameterOwner>> FAMILIES =
      Set.of(
          Family.CONTROLLER, Family.PARAMETERS, Family.STORAGE, Family.NETWORK, Family.ISOLATION);

  private final Leases leases;
  private final GuardNames guards;
  private final Leases.Subscription changes;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  // An owner is asked once; one that could not answer is not asked again before it is registered
  // anew.
  private final Map<Offer<?>, Description> descriptions = new WeakHashMap<>();
  private final Map<Offer<?>, Map<String, String>> undone =
      Collections.synchronizedMap(new WeakHashMap<>());
  private volatile CatalogSnapshot snapshot = new SnapshotBuilder().build();

  private record Description(List<Parameter<?>> parameters, String failure) {}

  /** Called by the framework. */
  @Activate
  public LiveCatalog(@Reference Leases leases, @Reference NodeDefaults node) {
    this(leases, node.stateFolder());
  }

  /** A catalog that keeps in a folder what is to outlive it. */
  public LiveCatalog(Leases leases, Path stateFolder) {
    this.leases = leases;
    guards = new GuardNames(stateFolder);
    changes = leases.onChange(this::changed);
    rebuild();
  }

  @Deactivate
  void close() {
    changes.close();
  }

  private void changed(Family<?> family) {
    if (FAMILIES.contains(family)) {
      rebuild();
      listeners.forEach(Runnable::run);
    }
  }

  private synchronized void rebuild() {
    List<Offer<? extends ParameterOwner>> owners = new ArrayList<>();
    FAMILIES.forEach(f -> owners.addAll(leases.offers(f)));
    owners.sort((a, b) -> a.beats(b) ? -1 : b.beats(a) ? 1 : 0);
    SnapshotBuilder builder = new SnapshotBuilder();
    for (Offer<? extends ParameterOwner> owner : owners) {
      Description description = descriptions.computeIfAbsent(owner, o -> describe(owner));
      if (description.failure().isEmpty()) {
        guards.note(description.parameters());
        builder.add(owner, description.parameters());
      } else {
        builder.reject(owner, description.failure());
      }
    }
    FAMILIES.forEach(
        f ->
            leases
                .quarantined(f)
                .forEach(o -> builder.reject(o, "in quarantine after failures in a row")));
    snapshot = builder.build();
    snapshot.infos(o -> o).forEach(i -> known.add(i.name()));
  }

  private static Description describe(Offer<? extends ParameterOwner> owner) {
    try {
      return new Description(new ArrayList<>(owner.bounded(ParameterOwner::parameters)), "");
    } catch (RuntimeException e) {
      return new Description(List.of(), SnapshotBuilder.reason(e));
    }
  }

  @Override
  public CatalogView view(Map<String, String> kinds) {
    return snapshot.view(kinds);
  }

  @Override
  public boolean wasKnown(String name) {
    return known.contains(name);
  }

  @Override
  public boolean guards(String name) {
    return guards.has(name);
  }

  @Override
  public Leases.Subscription onChange(Runnable action) {
    listeners.add(action);
    return () -> listeners.remove(action);
  }

  @Override
  public List<ParameterInfo> parameters() {
    return snapshot.infos(this::told);
  }

  private Owned told(Owned owned) {
    String last = undone.getOrDefault(owned.owner(), Map.of()).get(owned.parameter().name());
    return owned.active() || last == null ? owned : owned.saying(last);
  }

  @Override
  public void wouldHave(Owned shadowed, String done) {
    undone
        .computeIfAbsent(shadowed.owner(), o -> new ConcurrentHashMap<>())
        .put(shadowed.parameter().name(), done);
  }

  @Override
  public Optional<ParameterInfo> find(String nameOrAlias) {
    return snapshot.view(Map.of()).find(nameOrAlias).map(Owned::info);
  }

  @Override
  public List<String> suggest(String nameOrAlias, String prefix) {
    return snapshot
        .view(Map.of())
        .findWord(nameOrAlias)
        .map(o -> o.owner().bounded(s -> o.parameter().type().suggest(prefix)))
        .orElse(List.of());
  }

  @Override
  public List<RawSetting> parseOptions(List<String> words) {
    return new OptionParser(snapshot.view(Map.of()), this::wasKnown).parse(words);
  }
}
