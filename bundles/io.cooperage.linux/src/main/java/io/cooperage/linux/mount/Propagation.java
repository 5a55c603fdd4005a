package io.cooperage.linux.mount;

/** Whether mounting below a mount shows in its copies, as in {@code mount_namespaces(7)}. */
public enum Propagation {
  /** Left as it is. */
  UNCHANGED(0),
  /** Neither gives nor takes. */
  PRIVATE(1L << 18),
  /** Takes only. */
  SLAVE(1L << 19),
  /** Gives and takes. */
  SHARED(1L << 20);

  private final long bit;

  Propagation(long bit) {
    this.bit = bit;
  }

  long bit() {
    return bit;
  }
}
