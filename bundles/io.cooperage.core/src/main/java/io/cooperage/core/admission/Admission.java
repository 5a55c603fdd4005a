package io.cooperage.core.admission;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.Problem;
import io.cooperage.api.node.Budget;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.core.catalog.Catalog;
import io.cooperage.core.catalog.OwnerSlice;
import io.cooperage.core.node.HostFactsSource;
import io.cooperage.core.node.NodeDefaults;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Leases;
import io.cooperage.core.provider.Offer;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.core.roster.Roster;
import io.cooperage.spi.controller.Capacity;
import io.cooperage.spi.controller.Claim;
import io.cooperage.spi.controller.ParameterOwner;
import io.cooperage.spi.node.HostFacts;
import io.cooperage.spi.storage.StorageProvider;
import io.cooperage.spi.store.ContainerRecord;
import io.cooperage.spi.store.RuntimeRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Validates settings with their owners and holds what CTs claim of the node. Claims of a change are
 * held from {@link #hold} until {@link #settle}. Safe for any thread.
 */
@Component(service = Admission.class)
public final class Admission {
  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
  private static final Pattern WORD = Pattern.compile("[\\w-]+(?:\\.[\\w-]+)*");

  private final Leases leases;
  private final Catalog catalog;
  private final HostFactsSource host;
  private final Roster roster;
  private final ClaimBook book;
  private final ClaimReader reader;
  private final Map<ContainerId, Seen> seen = new ConcurrentHashMap<>();

  /** Reads claims of the roster's CTs as they are needed. */
  @Activate
  public Admission(
      @Reference Leases leases,
      @Reference Catalog catalog,
      @Reference HostFactsSource host,
      @Reference Roster roster,
      @Reference NodeDefaults node) {
    this.leases = leases;
    this.catalog = catalog;
    this.host = host;
    this.roster = roster;
    this.reader = new ClaimReader(leases, catalog);
    this.book = new ClaimBook(node.overcommit());
    // Other owners may claim other things of the same texts.
    catalog.onChange(book::clear);
  }

  /**
   * Holds the claims of values that were assessed.
   *
   * @throws ContainerException ADDRESS_IN_USE, IN_USE, NO_SPACE, NO_RESOURCES
   */
  public void hold(ContainerId id, Map<String, String> kinds, Assessment assessment) {
    book.holdFree(id, kinds, assessment, this::completeBook);
  }

  /** As {@link #hold}, but nothing is held. */
  public void tryHold(ContainerId id, Map<String, String> kinds, Assessment assessment) {
    book.requireFree(id, kinds, assessment, this::completeBook);
  }

  /**
   * Asks every owner about all values of a CT.
   *
   * @param id the CT, or that of a CT in the making
   * @param unread parameters whose new texts could not be read: of their owners' problems those
   *     count that do not name them
   */
  public Assessment assess(
      ContainerId id,
      Map<String, String> kinds,
      Map<String, List<String>> texts,
      Set<String> unread) {
    List<Problem> problems = new ArrayList<>();
    List<Claim> claims = new ArrayList<>();
    Map<String, Capacity> capacities = new LinkedHashMap<>();
    Map<String, List<Claim>> byOwner = new LinkedHashMap<>();
    HostFacts facts = host.facts();
    List<OwnerSlice> asked =
        catalog.view(kinds).slices().stream()
            .filter(slice -> !slice.parameters().isEmpty())
            .toList();
    leases.each(
        asked,
        slice -> {
          if (slice.ownsAny(unread)) {
            problems.addAll(problemsWithout(unread, slice, id, texts, facts));
            return;
          }
          ParameterValues values = slice.values(texts);
          Answer answer = slice.owner().bounded(id, o -> Answer.of(o, values, facts));
          problems.addAll(told(answer.problems(), unread));
          claims.addAll(answer.claims());
          answer.capacities().forEach(c -> capacities.putIfAbsent(c.resource(), c));
          byOwner.put(slice.owner().describe(), answer.limited());
        },
        (slice, e) -> {
          if (slice.concerned(texts)) {
            throw e;
          }
          LOG.warn(
              "{} cannot check values that it does not own: {}", slice.owner(), e.getMessage());
        });
    if (!capacities.containsKey(Room.DISK)
        && claims.stream().anyMatch(c -> c.resource().equals(Room.DISK))) {
      capacities.put(Room.DISK, pool(kinds.getOrDefault(Family.STORAGE.name(), "")));
    }
    return new Assessment(problems, claims, capacities, byOwner);
  }

  /**
   * What is wrong of an owner's values without those, whatever they were meant to be. An owner that
   * cannot say is passed over: the change is refused anyway, for what could not be read.
   */
  private static List<Problem> problemsWithout(
      Set<String> unread,
      OwnerSlice slice,
      ContainerId id,
      Map<String, List<String>> texts,
      HostFacts facts) {
    Map<String, List<String>> readable = new LinkedHashMap<>(texts);
    readable.keySet().removeAll(unread);
    try {
      ParameterValues values = slice.values(readable);
      return told(slice.owner().bounded(id, o -> List.copyOf(o.validate(values, facts))), unread);
    } catch (ContainerException e) {
      LOG.debug("{} does not say what else is wrong: {}", slice.owner(), e.getMessage());
      return List.of();
    }
  }

  /** Problems that may be there only because a text was not read are not told. */
  private static List<Problem> told(List<Problem> problems, Set<String> unread) {
    return unread.isEmpty()
        ? problems
        : problems.stream().filter(problem -> !namesAny(unread, problem)).toList();
  }

  private static boolean namesAny(Set<String> unread, Problem problem) {
    return WORD.matcher(problem.message())
        .results()
        .map(MatchResult::group)
        .anyMatch(unread::contains);
  }

  /** What one owner says; a call that was given up can add nothing to it later. */
  private record Answer(List<Problem> problems, List<Claim> claims, List<Capacity> capacities) {
    private Answer {
      problems = List.copyOf(problems);
      claims = List.copyOf(claims);
      capacities = List.copyOf(capacities);
    }

    /** Keys, and amounts of what the node has so much of. */
    private List<Claim> limited() {
      Set<String> known = new HashSet<>(Set.of(Room.DISK));
      capacities.forEach(c -> known.add(c.resource()));
      return claims.stream()
          .filter(c -> !c.key().isEmpty() || known.contains(c.resource()))
          .toList();
    }

    static Answer of(ParameterOwner owner, ParameterValues values, HostFacts facts) {
      List<Problem> problems = owner.validate(values, facts);
      List<Claim> claims = owner.claims(values);
      boolean amounts = claims.stream().anyMatch(c -> c.key().isEmpty());
      return new Answer(problems, claims, amounts ? owner.capacities(facts) : List.of());
    }
  }

  /** What the host has, as the owners are told. */
  public HostFacts hostFacts() {
    return host.facts();
  }

  private Capacity pool(String kind) {
    return new Capacity(
        Room.DISK, "bytes", leases.call(Family.STORAGE, kind, StorageProvider::pool).total());
  }

  /** What CTs were promised of each resource, by its name; who does not answer is left out. */
  public List<Budget> budgets() {
    Map<String, Capacity> capacities = new TreeMap<>();
    HostFacts facts = host.facts();
    for (OwnerSlice slice : catalog.view(Map.of()).slices()) {
      quietly(() -> slice.owner().bounded(o -> o.capacities(facts)))
          .forEach(c -> capacities.putIfAbsent(c.resource(), c));
    }
    if (!capacities.containsKey(Room.DISK)) {
      for (Offer<StorageProvider> storage : leases.offers(Family.STORAGE)) {
        quietly(() -> List.of(pool(storage.kind())))
            .forEach(
                c ->
                    capacities.merge(
                        c.resource(),
                        c,
                        (a, b) -> new Capacity(Room.DISK, "bytes", a.amount() + b.amount())));
      }
    }
    return book.budgets(List.copyOf(capacities.values()), this::completeBook);
  }

  private static List<Capacity> quietly(Supplier<List<Capacity>> source) {
    try {
      return source.get();
    } catch (ContainerException e) {
      LOG.debug("A capacity is left out: {}", e.getMessage());
      return List.of();
    }
  }

  /**
   * Ends one hold: after the last what is stored and applied counts; nothing of a CT that is gone.
   */
  public void settle(ContainerId id) {
    book.forget(id);
    if (roster.find(id).isEmpty()) {
      reader.forget(id);
      seen.remove(id);
    }
  }

  private void completeBook() {
    for (LiveContainer live : roster.all()) {
      Seen now = new Seen(live.record(), live.runtime());
      if (!now.equals(seen.get(live.id())) || !book.has(live.id())) {
        complete(live);
        seen.put(live.id(), now);
      }
    }
  }

  private void complete(LiveContainer live) {
    List<Map<String, List<String>>> texts = texts(live);
    if (!book.knows(live.id(), texts)) {
      book.put(live.id(), reader.read(live, texts));
    }
  }

  /** What a CT's texts were taken from: mostly the same objects as last time. */
  private record Seen(ContainerRecord record, Optional<RuntimeRecord> runtime) {}

  // What was set on a running CT alone is in use as much as what is stored.
  private static List<Map<String, List<String>>> texts(LiveContainer live) {
    Map<String, List<String>> stored = live.record().parameters();
    return live.runtime()
        .map(RuntimeRecord::applied)
        .filter(applied -> !applied.equals(stored))
        .map(applied -> List.of(stored, applied))
        .orElseGet(() -> List.of(stored));
  }
}
