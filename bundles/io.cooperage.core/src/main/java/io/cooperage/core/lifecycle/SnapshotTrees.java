package io.cooperage.core.lifecycle;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.snapshot.Snapshot;
import io.cooperage.api.snapshot.SnapshotId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds its way in the snapshots of one CT. */
record SnapshotTrees(String ct, List<Snapshot> all) {
  SnapshotTrees {
    all = List.copyOf(all);
  }

  /** By id, or by a name that one alone bears. */
  Snapshot get(String idOrName) {
    List<Snapshot> found =
        all.stream().filter(s -> s.id().toString().equals(bare(idOrName))).toList();
    if (found.isEmpty()) {
      found = all.stream().filter(s -> s.name().equals(idOrName)).toList();
    }
    if (found.size() > 1) {
      throw ContainerException.badInput(
          ErrorCode.BAD_VALUE,
          new Problem(
              "id", idOrName, "is the name of " + found.size() + " snapshots", "use an id"));
    }
    return found.stream().findFirst().orElseThrow(() -> absent(idOrName));
  }

  private static String bare(String text) {
    try {
      return SnapshotId.parse(text).toString();
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private ContainerException absent(String text) {
    return new ContainerException(
        ErrorCode.NO_SUCH_SNAPSHOT,
        "CT " + ct + " has no snapshot '" + text + "'",
        "'ct snapshot-list " + ct + "' shows those that are there.");
  }

  /** One and all that grew from it. */
  Set<SnapshotId> withChildren(SnapshotId id) {
    Set<SnapshotId> ids = new LinkedHashSet<>(Set.of(id));
    boolean more = true;
    while (more) {
      List<SnapshotId> next =
          all.stream()
              .filter(s -> s.parent().filter(ids::contains).isPresent())
              .map(Snapshot::id)
              .toList();
      more = ids.addAll(next);
    }
    return ids;
  }

  /**
   * The parents that go when one is merged.
   *
   * @param id empty for the disk as it is now
   */
  Set<SnapshotId> mergedInto(Optional<SnapshotId> id, boolean ancestors) {
    Set<SnapshotId> gone = new LinkedHashSet<>();
    Optional<SnapshotId> parent = parent(id);
    if (parent.isEmpty()) {
      throw new ContainerException(
          ErrorCode.NO_SUCH_SNAPSHOT,
          id.map(i -> "snapshot " + i).orElse("the disk of CT " + ct) + " has no parent",
          "There is nothing to merge it into.");
    }
    while (parent.isPresent() && (gone.isEmpty() || ancestors)) {
      requireOneChild(parent.get());
      gone.add(parent.get());
      parent = parent(parent);
    }
    return gone;
  }

  private Optional<SnapshotId> parent(Optional<SnapshotId> id) {
    return id.isPresent()
        ? get(id.get().toString()).parent()
        : all.stream().filter(Snapshot::current).map(Snapshot::id).findFirst();
  }

  // As ploop refuses it: the other child would lose what it grew from unasked.
  private void requireOneChild(SnapshotId parent) {
    List<String> children = new ArrayList<>();
    for (Snapshot s : all) {
      if (s.parent().filter(parent::equals).isPresent()) {
        children.add(s.id().toString());
      }
      if (s.current() && s.id().equals(parent)) {
        children.add("the disk as it is now");
      }
    }
    if (children.size() > 1) {
      throw new ContainerException(
          ErrorCode.IN_USE,
          "snapshot " + parent + " has several children: " + String.join(", ", children),
          "Delete it with 'ct snapshot-delete', which keeps them.");
    }
  }
}
