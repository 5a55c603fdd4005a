package io.cooperage.linux.file;

/**
 * A run of a file's bytes that lie together on disk, as {@code FIEMAP} reports it.
 *
 * @param logical the offset in the file, in bytes
 * @param physical the offset on the file system's device, in bytes; 0 when unknown
 * @param length in bytes
 * @param flags the {@code FIEMAP_EXTENT_} bits
 */
public record Extent(long logical, long physical, long length, int flags) {
  private static final int NOT_COMPARABLE = 0x2 | 0x4 | 0x8 | 0x80 | 0x200 | 0x400;
  private static final int UNWRITTEN = 0x800;
  private static final int SHARED = 0x2000;

  /** Returns whether the space is reserved only and reads as zeros. */
  public boolean unwritten() {
    return (flags & UNWRITTEN) != 0;
  }

  /** Returns whether other files share these blocks. */
  public boolean shared() {
    return (flags & SHARED) != 0;
  }

  /**
   * Returns whether equal physical addresses prove equal content; false for data that is delayed,
   * inline, encoded or without an address.
   */
  public boolean comparable() {
    return (flags & NOT_COMPARABLE) == 0;
  }

  /** Returns the offset in the file just behind this run. */
  public long end() {
    return logical + length;
  }
}
