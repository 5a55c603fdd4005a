package io.cooperage.storage.ploop.convert;

import io.cooperage.storage.ploop.format.ImageBytes;
import java.nio.ByteBuffer;

/** Reads 64-bit numbers of a file, a piece at a time. */
final class BigEndianWords {
  private static final int PIECE = 1 << 16;

  private final ImageBytes file;
  private final long fileSize;
  private final ByteBuffer piece = ByteBuffer.allocate(PIECE);
  private long pieceStart = -1;

  BigEndianWords(ImageBytes file) {
    this.file = file;
    this.fileSize = file.size();
  }

  /** The number at an offset that is a multiple of 8 inside the file. */
  long at(long offset) {
    long start = offset / PIECE * PIECE;
    if (start != pieceStart) {
      pieceStart = -1;
      file.read(piece.clear().limit((int) Math.min(PIECE, fileSize - start)), start);
      pieceStart = start;
    }
    return piece.getLong((int) (offset - start));
  }
}
