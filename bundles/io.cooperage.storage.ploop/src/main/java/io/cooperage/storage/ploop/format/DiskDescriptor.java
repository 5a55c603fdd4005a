package io.cooperage.storage.ploop.format;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A DiskDescriptor.xml: the size of a disk, its image files, and the tree of its snapshots. Always
 * consistent.
 *
 * @param sizeSectors of the disk
 * @param clusterSectors block size of its images in sectors
 * @param images one for each shot
 * @param top the shot that is written to; an image of that GUID exists
 * @param shots the tree: each one's parent is another shot or {@link #NO_PARENT}, without cycles
 */
public record DiskDescriptor(
    long sizeSectors, int clusterSectors, List<Image> images, UUID top, List<Shot> shots) {
  /** The parent of a base. */
  public static final UUID NO_PARENT = new UUID(0, 0);

  /** The top of a disk whose descriptor names none. */
  public static final UUID PREDEFINED_TOP = UUID.fromString("5fbaabe3-6958-40ff-92a7-860e329aab41");

  /** The largest number of images that ploop allows. */
  public static final int MOST_IMAGES = 128;

  /** Checks the tree. */
  public DiskDescriptor {
    images = List.copyOf(images);
    shots = List.copyOf(shots);
    require(sizeSectors > 0, "a size of " + sizeSectors + " sectors");
    require(clusterSectors > 0, "a block size of " + clusterSectors + " sectors");
    require(!images.isEmpty() && images.size() <= MOST_IMAGES, images.size() + " images");
    require(images.size() == shots.size(), images.size() + " images, " + shots.size() + " shots");
    Set<UUID> ids = new HashSet<>();
    shots.forEach(s -> require(ids.add(s.id()), "shot " + s.id() + " twice"));
    require(!ids.contains(NO_PARENT), "a shot without a GUID");
    images.forEach(i -> require(ids.remove(i.id()), "image " + i.id() + " without its own shot"));
    checkTree(shots);
    UUID wanted = top;
    Optional<Shot> topShot = shots.stream().filter(s -> s.id().equals(wanted)).findFirst();
    require(topShot.isPresent(), "top " + top + " is missing");
    require(!topShot.get().temporary(), "top " + top + " is temporary");
  }

  /** The descriptor of a new disk with one image. */
  public static DiskDescriptor single(IdentityLayout layout, String file) {
    return new DiskDescriptor(
        layout.size() / PloopHeader.SECTOR,
        IdentityLayout.CLUSTER / PloopHeader.SECTOR,
        List.of(new Image(PREDEFINED_TOP, ImageType.COMPRESSED, file)),
        PREDEFINED_TOP,
        List.of(new Shot(PREDEFINED_TOP, NO_PARENT, false)));
  }

  /** The image that is written to. */
  public Image topImage() {
    return images.stream().filter(i -> i.id().equals(top)).findFirst().orElseThrow();
  }

  /** The same disk with another size. */
  public DiskDescriptor resized(long newSizeSectors) {
    return new DiskDescriptor(newSizeSectors, clusterSectors, images, top, shots);
  }

  private static void checkTree(List<Shot> shots) {
    for (Shot shot : shots) {
      Set<UUID> seen = new HashSet<>();
      UUID at = shot.id();
      while (!at.equals(NO_PARENT)) {
        require(seen.add(at), "shot " + shot.id() + " descends from itself");
        at = parentOf(shots, at);
      }
    }
  }

  private static UUID parentOf(List<Shot> shots, UUID id) {
    return shots.stream()
        .filter(s -> s.id().equals(id))
        .map(Shot::parent)
        .findFirst()
        .orElseThrow(() -> bad("shot " + id + " is named as a parent and missing"));
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw bad(otherwise);
    }
  }

  private static MalformedImageException bad(String what) {
    return new MalformedImageException("DiskDescriptor.xml is bad: " + what);
  }

  /** How an image file stores its clusters. */
  public enum ImageType {
    /** A ploop image. */
    COMPRESSED,
    /** The raw disk; only a base may be one. */
    PLAIN
  }

  /**
   * An image file.
   *
   * @param id equals its shot's
   * @param file its name beside the descriptor: no slash, not "." or ".."
   */
  public record Image(UUID id, ImageType type, String file) {
    private static final int LONGEST_NAME = 255;

    public Image {
      require(
          !file.isEmpty()
              && file.length() <= LONGEST_NAME
              && file.indexOf('/') < 0
              && file.chars().noneMatch(c -> c < ' ')
              && !file.equals(".")
              && !file.equals(".."),
          "image file '" + file + "' is not a plain name beside it");
    }
  }

  /**
   * A point of the snapshot tree.
   *
   * @param temporary whether it is to be collected
   */
  public record Shot(UUID id, UUID parent, boolean temporary) {}
}
