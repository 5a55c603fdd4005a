package io.cooperage.supervisor;

/** What is made when the place of a mount is missing, together with the folders above it. */
public enum MountPoint {
  /** Nothing: the launch fails. */
  EXISTING(0),
  /** A folder. */
  FOLDER(1),
  /** An empty file. */
  FILE(2);

  private final int number;

  MountPoint(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
