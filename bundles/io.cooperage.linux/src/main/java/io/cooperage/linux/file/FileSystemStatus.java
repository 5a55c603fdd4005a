package io.cooperage.linux.file;

/**
 * What {@code statfs(2)} says of a file system.
 *
 * @param magic its type, one of the {@code _MAGIC} numbers of {@code linux/magic.h}
 * @param blockSize in bytes
 * @param totalBytes its size
 * @param freeBytes unused space
 * @param availableBytes unused space that an ordinary user may take
 * @param inodes its number of inodes, 0 when it has no fixed number
 * @param freeInodes unused inodes
 */
public record FileSystemStatus(
    long magic,
    long blockSize,
    long totalBytes,
    long freeBytes,
    long availableBytes,
    long inodes,
    long freeInodes) {
  /** ext2, ext3 and ext4. */
  public static final long EXT4 = 0xEF53L;

  /** XFS. */
  public static final long XFS = 0x58465342L;

  /** Btrfs. */
  public static final long BTRFS = 0x9123683EL;

  /** EROFS. */
  public static final long EROFS = 0xE0F5E1E2L;

  /** Overlay. */
  public static final long OVERLAY = 0x794c7630L;

  /** tmpfs. */
  public static final long TMPFS = 0x01021994L;

  /** cgroup version 2. */
  public static final long CGROUP2 = 0x63677270L;

  /** A namespace file. */
  public static final long NSFS = 0x6e736673L;
}
