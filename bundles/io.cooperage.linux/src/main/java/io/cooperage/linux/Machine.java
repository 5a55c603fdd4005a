package io.cooperage.linux;

/** The processor families whose system call numbers and flag values are known here. */
public enum Machine {
  /** 64-bit x86. */
  X86_64,
  /** 64-bit ARM. */
  AARCH64;

  /** Asked for with every call that has flags; null where there is none. */
  private static final Machine CURRENT = found();

  /**
   * Returns the family that this JVM runs on.
   *
   * @throws IllegalStateException on any other processor family or operating system
   */
  public static Machine current() {
    if (CURRENT == null) {
      throw new IllegalStateException(
          "Cooperage runs on Linux on x86-64 and arm64, not on "
              + System.getProperty("os.name", "")
              + " on "
              + System.getProperty("os.arch", ""));
    }
    return CURRENT;
  }

  private static Machine found() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return null;
    }
    return switch (System.getProperty("os.arch", "")) {
      case "amd64", "x86_64" -> X86_64;
      case "aarch64", "arm64" -> AARCH64;
      default -> null;
    };
  }
}
