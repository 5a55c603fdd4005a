package io.cooperage.storage.ploop.backup;

/**
 * A part of a disk, in bytes from its beginning.
 *
 * @param data whether it is stored; else it reads as zeros
 */
record Stretch(long start, long end, boolean data) {
  long length() {
    return end - start;
  }
}
