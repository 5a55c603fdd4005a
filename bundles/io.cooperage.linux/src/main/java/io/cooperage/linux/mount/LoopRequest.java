package io.cooperage.linux.mount;

/**
 * How a file is to become a block device. Values are immutable; each method gives a new one.
 *
 * @param offset where the device begins in the file, in bytes; with direct I/O a multiple of the
 *     sector size
 * @param sizeLimit the device's size in bytes, 0 for up to the end of the file; only with 0 can the
 *     device grow later
 * @param sectorSize in bytes, a power of two of 512..4096
 * @param directIo whether the page cache of the file is bypassed; the kernel falls back silently
 *     where it cannot
 * @param readOnly whether the device refuses writes
 * @param autoclear whether the device ends with its last user
 */
public record LoopRequest(
    long offset,
    long sizeLimit,
    int sectorSize,
    boolean directIo,
    boolean readOnly,
    boolean autoclear) {
  /** Checks the ranges. */
  public LoopRequest {
    if (offset < 0 || sizeLimit < 0) {
      throw new IllegalArgumentException("offset and size limit must not be negative");
    }
    if (sectorSize < 512 || sectorSize > 4096 || Integer.bitCount(sectorSize) != 1) {
      throw new IllegalArgumentException(
          "a sector has 512, 1024, 2048 or 4096 bytes, not " + sectorSize);
    }
  }

  /**
   * Returns the request that suits images: 4,096-byte sectors, direct I/O, writable, ending with
   * its last user.
   */
  public static LoopRequest forImage() {
    return new LoopRequest(0, 0, 4096, true, false, true);
  }

  /** Sets where the device begins. */
  public LoopRequest withOffset(long bytes) {
    return new LoopRequest(bytes, sizeLimit, sectorSize, directIo, readOnly, autoclear);
  }

  /** Sets the device's size. */
  public LoopRequest withSizeLimit(long bytes) {
    return new LoopRequest(offset, bytes, sectorSize, directIo, readOnly, autoclear);
  }

  /** Sets the sector size. */
  public LoopRequest withSectorSize(int bytes) {
    return new LoopRequest(offset, sizeLimit, bytes, directIo, readOnly, autoclear);
  }

  /** Goes through the page cache of the file. */
  public LoopRequest buffered() {
    return new LoopRequest(offset, sizeLimit, sectorSize, false, readOnly, autoclear);
  }

  /** Refuses writes. */
  public LoopRequest asReadOnly() {
    return new LoopRequest(offset, sizeLimit, sectorSize, directIo, true, autoclear);
  }

  /** Lives on without users until it is detached. */
  public LoopRequest persistent() {
    return new LoopRequest(offset, sizeLimit, sectorSize, directIo, readOnly, false);
  }
}
