package io.cooperage.core.admission;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.node.Budget;
import io.cooperage.core.node.Overcommit;
import io.cooperage.core.provider.Family;
import io.cooperage.spi.controller.Capacity;
import io.cooperage.spi.controller.Claim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who holds what. Safe for any thread. */
final class ClaimBook {
  private static final String ADDRESS = "ip";

  private final Overcommit overcommit;
  private final Map<ContainerId, Entry> entries = new HashMap<>();

  /**
   * The texts are those that the claims were read from; none while a change is held. Owners whose
   * claims could not be read are in {@code unread} with the reason. The amounts are the claims'.
   */
  record Entry(
      String display,
      Map<String, String> kinds,
      List<Map<String, List<String>>> texts,
      boolean held,
      List<Claim> claims,
      Map<String, Long> amounts,
      Map<String, String> unread) {
    Entry(
        String display,
        Map<String, String> kinds,
        List<Map<String, List<String>>> texts,
        boolean held,
        List<Claim> claims,
        Map<String, String> unread) {
      this(display, kinds, texts, held, claims, ClaimSum.sums(claims), unread);
    }

    private long amount(String resource) {
      return amounts.getOrDefault(resource, 0L);
    }

    // Each kind of storage has a pool of its own.
    private boolean shares(String resource, Map<String, String> others) {
      return !resource.equals(Room.DISK)
          || others.isEmpty()
          || storage(kinds).equals(storage(others));
    }

    private static String storage(Map<String, String> kinds) {
      return kinds.getOrDefault(Family.STORAGE.name(), "");
    }
  }

  // Two changes of one CT may overlap for a moment, until one of them is told that the CT is busy.
  private final Map<ContainerId, Integer> holds = new HashMap<>();

  ClaimBook(Overcommit overcommit) {
    this.overcommit = overcommit;
  }

  synchronized void clear() {
    // What is held for a change in flight is not in any record yet.
    entries.values().removeIf(e -> !e.held());
  }

  /** Whether it has all claims of the CT. */
  synchronized boolean has(ContainerId id) {
    Entry entry = entries.get(id);
    return entry != null && (entry.held() || entry.unread().isEmpty());
  }

  /** Whether what it has of the CT was read from these texts, or is held for a change. */
  synchronized boolean knows(ContainerId id, List<Map<String, List<String>>> texts) {
    Entry entry = entries.get(id);
    return entry != null
        && (entry.held() || (entry.unread().isEmpty() && entry.texts().equals(texts)));
  }

  synchronized void put(ContainerId id, Entry entry) {
    entries.put(id, entry);
  }

  /** Ends one hold; the last one that ends makes what is stored count again. */
  synchronized void forget(ContainerId id) {
    int left = holds.merge(id, -1, Integer::sum);
    if (left <= 0) {
      holds.remove(id);
      entries.remove(id);
    }
  }

  /** Holds the claims for the CT if nobody else has them and the node has enough. */
  synchronized void holdFree(
      ContainerId id, Map<String, String> kinds, Assessment assessment, Runnable complete) {
    requireFree(id, kinds, assessment, complete);
    hold(id, kinds, assessment.claims());
    holds.merge(id, 1, Integer::sum);
  }

  /** Refuses claims that somebody else has, or that the node has no room for. */
  synchronized void requireFree(
      ContainerId id, Map<String, String> kinds, Assessment assessment, Runnable complete) {
    complete.run();
    assessment
        .byOwner()
        .forEach(
            (owner, claims) -> {
              if (hasNews(id, claims)) {
                requireRead(id, owner);
              }
            });
    assessment.claims().stream()
        .filter(c -> !c.key().isEmpty())
        .forEach(c -> requireUnclaimed(id, c));
    ClaimSum.sums(assessment.claims())
        .forEach(
            (resource, amount) -> {
              Capacity capacity = assessment.capacities().get(resource);
              if (capacity != null) {
                requireRoom(id, kinds, capacity, amount);
              }
            });
  }

  // Until the change is settled the CT also keeps what it has: the change may yet be undone.
  private void hold(ContainerId id, Map<String, String> kinds, List<Claim> claims) {
    Entry present = entries.get(id);
    List<List<Claim>> all = new ArrayList<>(List.of(claims));
    if (present != null) {
      all.add(present.claims());
    }
    Map<String, String> unread = present == null ? Map.of() : present.unread();
    String display = present == null ? "a CT in the making" : present.display();
    entries.put(id, new Entry(display, kinds, List.of(), true, ClaimSum.widest(all), unread));
  }

  private boolean hasNews(ContainerId id, List<Claim> claims) {
    Entry present = entries.get(id);
    List<Claim> own = present == null ? List.of() : present.claims();
    boolean key = claims.stream().anyMatch(c -> !c.key().isEmpty() && !own.contains(c));
    Map<String, Long> before = present == null ? Map.of() : present.amounts();
    return key
        || ClaimSum.sums(claims).entrySet().stream()
            .anyMatch(e -> e.getValue() > before.getOrDefault(e.getKey(), 0L));
  }

  // What is not known to be free is not given away.
  private void requireRead(ContainerId id, String owner) {
    entries.forEach(
        (other, entry) -> {
          String reason = entry.unread().get(owner);
          if (!other.equals(id) && reason != null) {
            throw new ContainerException(
                ErrorCode.PROVIDER,
                owner + " does not say what CT " + entry.display() + " has of the node: " + reason,
                "Nothing more is given out by it until it does; see the daemon's log, or install"
                    + " another version of its bundle.");
          }
        });
  }

  private void requireUnclaimed(ContainerId id, Claim claim) {
    entries.forEach(
        (other, entry) -> {
          if (!other.equals(id) && entry.claims().contains(claim)) {
            ErrorCode code =
                claim.resource().equals(ADDRESS) ? ErrorCode.ADDRESS_IN_USE : ErrorCode.IN_USE;
            throw ContainerException.badInput(
                code,
                Problem.of(claim.resource(), claim.key(), "is in use by CT " + entry.display()));
          }
        });
  }

  // What a CT has already stays its own, also when the node has become smaller than its promises.
  private void requireRoom(
      ContainerId id, Map<String, String> kinds, Capacity capacity, long asked) {
    Entry present = entries.get(id);
    long before = present == null ? 0 : present.amount(capacity.resource());
    if (asked > before) {
      Room room = new Room(capacity, overcommit, promised(capacity.resource(), kinds, id));
      if (!room.has(asked)) {
        throw room.refusal(asked);
      }
    }
  }

  private long promised(String resource, Map<String, String> kinds, ContainerId except) {
    long sum = 0;
    for (Map.Entry<ContainerId, Entry> e : entries.entrySet()) {
      if (!e.getKey().equals(except) && e.getValue().shares(resource, kinds)) {
        sum = ClaimSum.add(sum, e.getValue().amount(resource));
      }
    }
    return sum;
  }

  /** What is promised and left of each. */
  synchronized List<Budget> budgets(List<Capacity> capacities, Runnable complete) {
    complete.run();
    return capacities.stream()
        .map(c -> new Room(c, overcommit, promised(c.resource(), Map.of(), null)).budget())
        .toList();
  }
}
