package io.cooperage.storage.ploop.convert;

import io.cooperage.linux.OwnedFd;
import java.util.Optional;

/**
 * A part of a disk whose bytes lie as they are in one stretch of a file.
 *
 * @param end where it ends, in bytes from the disk's beginning
 * @param file borrowed from the disk; empty for what no file holds
 * @param shift what to add to a place in the disk to have the place in the file, in bytes
 */
public record Piece(long end, Optional<OwnedFd> file, long shift) {
  static Piece stored(long end, OwnedFd file, long shift) {
    return new Piece(end, Optional.of(file), shift);
  }

  static Piece hole(long end) {
    return new Piece(end, Optional.empty(), 0);
  }

  /** Whether another one lies right behind this one where it is stored too. */
  public boolean continuedBy(Piece next) {
    return file.equals(next.file) && shift == next.shift;
  }
}
