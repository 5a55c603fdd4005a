package io.cooperage.storage.ploop.convert;

import io.cooperage.linux.OwnedFd;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The content of a disk, whatever it is stored in. Offsets and sizes are bytes. One thread at a
 * time.
 *
 * <p>Its methods throw {@link io.cooperage.storage.ploop.format.MalformedImageException} when the
 * image turns out to break its format, and {@link io.cooperage.linux.LinuxException} when the
 * kernel cannot read it.
 */
public interface VirtualDisk extends AutoCloseable {
  /** The disk's size, at least 1. */
  long size();

  /**
   * Fills the buffer's remaining space, which lies wholly in the disk; what is not stored reads as
   * zeros.
   */
  void read(ByteBuffer into, long offset);

  /** What is stored from an offset inside the disk on. */
  Run run(long offset);

  /**
   * Where the bytes from an offset inside the disk on lie in a file; empty if they are stored in
   * another form.
   */
  default Optional<Piece> piece(long offset) {
    return Optional.empty();
  }

  /** The files that it is read from, borrowed; those of its uppermost layer first. */
  List<OwnedFd> files();

  /** Closes the files that were opened for the disk. */
  @Override
  void close();
}
