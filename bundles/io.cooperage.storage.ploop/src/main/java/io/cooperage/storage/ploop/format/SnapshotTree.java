package io.cooperage.storage.ploop.format;

import io.cooperage.storage.ploop.format.DiskDescriptor.Image;
import io.cooperage.storage.ploop.format.DiskDescriptor.ImageType;
import io.cooperage.storage.ploop.format.DiskDescriptor.Shot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Changes of a disk's tree of snapshots. Every image is a full one, so that any snapshot can go:
 * what grew from it grows from its parent then.
 */
public final class SnapshotTree {
  /** The largest number of snapshots: of ploop's images one is the top, one its spare. */
  public static final int MOST = DiskDescriptor.MOST_IMAGES - 2;

  private SnapshotTree() {}

  /** All shots but the top, parents before children, else in their order. */
  public static List<Shot> snapshots(DiskDescriptor disk) {
    List<Shot> sorted = new ArrayList<>();
    addChildren(disk, DiskDescriptor.NO_PARENT, sorted);
    return List.copyOf(sorted);
  }

  private static void addChildren(DiskDescriptor disk, UUID parent, List<Shot> sorted) {
    for (Shot shot : disk.shots()) {
      if (shot.parent().equals(parent) && !shot.id().equals(disk.top())) {
        sorted.add(shot);
        addChildren(disk, shot.id(), sorted);
      }
    }
  }

  /** Whether there is such a snapshot. */
  public static boolean has(DiskDescriptor disk, UUID id) {
    return !id.equals(disk.top()) && shot(disk, id).isPresent();
  }

  /** The snapshot that the top grows from. */
  public static Optional<UUID> current(DiskDescriptor disk) {
    return shot(disk, disk.top())
        .map(Shot::parent)
        .filter(parent -> !parent.equals(DiskDescriptor.NO_PARENT));
  }

  /** The image of a shot. */
  public static Image image(DiskDescriptor disk, UUID id) {
    return disk.images().stream().filter(i -> i.id().equals(id)).findFirst().orElseThrow();
  }

  /** The same with a new snapshot between the top and what it grew from. */
  public static DiskDescriptor grown(DiskDescriptor disk, UUID id, String file, boolean temporary) {
    UUID parent = current(disk).orElse(DiskDescriptor.NO_PARENT);
    List<Shot> shots = new ArrayList<>(replaced(disk, id));
    shots.add(shots.size() - 1, new Shot(id, parent, temporary));
    List<Image> images = new ArrayList<>(others(disk.images(), disk.top()));
    images.add(new Image(id, ImageType.COMPRESSED, file));
    images.add(disk.topImage());
    return new DiskDescriptor(disk.sizeSectors(), disk.clusterSectors(), images, disk.top(), shots);
  }

  /** The same without these snapshots; the top and what is not there are passed over. */
  public static DiskDescriptor pruned(DiskDescriptor disk, Set<UUID> ids) {
    DiskDescriptor pruned = disk;
    for (UUID id : ids) {
      pruned = has(pruned, id) ? without(pruned, id) : pruned;
    }
    return pruned;
  }

  /** The same with another image as top, growing from a snapshot. */
  public static DiskDescriptor switched(DiskDescriptor disk, UUID to, String file, long sectors) {
    List<Image> images = new ArrayList<>(others(disk.images(), disk.top()));
    images.add(new Image(disk.top(), ImageType.COMPRESSED, file));
    return new DiskDescriptor(
        sectors, disk.clusterSectors(), images, disk.top(), replaced(disk, to));
  }

  private static Optional<Shot> shot(DiskDescriptor disk, UUID id) {
    return disk.shots().stream().filter(s -> s.id().equals(id)).findFirst();
  }

  private static DiskDescriptor without(DiskDescriptor disk, UUID id) {
    UUID parent = shot(disk, id).orElseThrow().parent();
    List<Shot> shots =
        disk.shots().stream()
            .filter(s -> !s.id().equals(id))
            .map(s -> s.parent().equals(id) ? new Shot(s.id(), parent, s.temporary()) : s)
            .toList();
    return new DiskDescriptor(
        disk.sizeSectors(), disk.clusterSectors(), others(disk.images(), id), disk.top(), shots);
  }

  // The top stays the last, as ploop writes it.
  private static List<Shot> replaced(DiskDescriptor disk, UUID topsParent) {
    List<Shot> shots = new ArrayList<>();
    disk.shots().stream().filter(s -> !s.id().equals(disk.top())).forEach(shots::add);
    shots.add(new Shot(disk.top(), topsParent, false));
    return shots;
  }

  private static List<Image> others(List<Image> images, UUID id) {
    return images.stream().filter(i -> !i.id().equals(id)).toList();
  }
}
