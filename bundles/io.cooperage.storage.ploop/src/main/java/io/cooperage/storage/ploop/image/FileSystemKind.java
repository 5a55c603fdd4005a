package io.cooperage.storage.ploop.image;

/** The file systems that an image can have inside. */
public enum FileSystemKind {
  /** Shrinks off-line; grows on-line only with CAP_SYS_RESOURCE. */
  EXT4("ext4", 32L << 20),
  /** Grows on-line; never shrinks. */
  XFS("xfs", 300L << 20);

  private final String type;
  private final long least;

  FileSystemKind(String type, long least) {
    this.type = type;
    this.least = least;
  }

  /** As the kernel names it. */
  public String type() {
    return type;
  }

  /** The least size of a disk in bytes. */
  public long least() {
    return least;
  }

  /** The kind of a type as the kernel names it. */
  public static FileSystemKind of(String type) {
    return type.equals(XFS.type) ? XFS : EXT4;
  }
}
