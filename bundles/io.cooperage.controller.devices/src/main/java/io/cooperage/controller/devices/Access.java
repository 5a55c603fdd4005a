package io.cooperage.controller.devices;

/**
 * Ways to use a device, as bits of the kernel's {@code BPF_DEVCG_ACC_*}.
 *
 * @param bits any of {@link #MAKE}, {@link #READ}, {@link #WRITE}
 */
record Access(int bits) {
  static final int MAKE = 1;
  static final int READ = 2;
  static final int WRITE = 4;

  static final Access NONE = new Access(0);
  static final Access FULL = new Access(MAKE | READ | WRITE);
  static final Access MAKE_ONLY = new Access(MAKE);

  private static final String WORD_OF_NONE = "none";

  /** Reads {@code r}, {@code w}, {@code rw} or {@code none}. */
  static Access parse(String text) {
    return switch (text) {
      case "r" -> new Access(READ);
      case "w" -> new Access(WRITE);
      case "rw", "wr" -> new Access(READ | WRITE);
      case WORD_OF_NONE -> NONE;
      default -> throw new IllegalArgumentException("must end in r, w, rw or none");
    };
  }

  /** Without the right to make nodes, which everybody has. */
  String format() {
    String text = letters().replace("m", "");
    return text.isEmpty() ? WORD_OF_NONE : text;
  }

  /** As the v1 controller writes it: any of rwm. */
  String letters() {
    return (has(READ) ? "r" : "") + (has(WRITE) ? "w" : "") + (has(MAKE) ? "m" : "");
  }

  static Access ofLetters(String letters) {
    int bits = letters.indexOf('r') >= 0 ? READ : 0;
    bits |= letters.indexOf('w') >= 0 ? WRITE : 0;
    bits |= letters.indexOf('m') >= 0 ? MAKE : 0;
    return new Access(bits);
  }

  boolean has(int bit) {
    return (bits & bit) != 0;
  }

  boolean none() {
    return bits == 0;
  }

  boolean covers(Access other) {
    return (other.bits & ~bits) == 0;
  }

  Access without(Access other) {
    return new Access(bits & ~other.bits);
  }

  Access and(Access other) {
    return new Access(bits | other.bits);
  }

  /** Reading and writing alone: what an entry is about. */
  Access use() {
    return without(MAKE_ONLY);
  }
}
