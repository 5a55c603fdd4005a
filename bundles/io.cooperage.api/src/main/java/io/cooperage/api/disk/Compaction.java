package io.cooperage.api.disk;

/**
 * What a compaction of a CT's disk gained.
 *
 * @param before bytes that its image took, those that it shares with others included
 * @param after the same afterwards
 * @param piecesBefore in how many pieces the image lay
 * @param piecesAfter the same afterwards
 */
public record Compaction(long before, long after, int piecesBefore, int piecesAfter) {
  /** Bytes given back; 0 if it took more afterwards, as while the CT writes. */
  public long freed() {
    return Math.max(0, before - after);
  }
}
