package io.cooperage.linux.file;

/** Whose use of a file system is counted. */
public enum QuotaKind {
  USER(0, 1 << 1),
  GROUP(1, 1 << 3);

  private final int number;
  private final int enforcedFlag;

  QuotaKind(int number, int enforcedFlag) {
    this.number = number;
    this.enforcedFlag = enforcedFlag;
  }

  int enforcedFlag() {
    return enforcedFlag;
  }

  int number() {
    return number;
  }
}
