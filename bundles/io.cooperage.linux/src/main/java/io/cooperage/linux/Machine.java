package io.cooperage.linux;

/** The processor families whose system call numbers and flag values are known here. */
public enum Machine {
  /** 64-bit x86. */
  X86_64,
  /** 64-bit ARM. */
  AARCH64;

  /**
   * Returns the family that this JVM runs on.
   *
   * @throws IllegalStateException on any other processor family or operating system
   */
  public static Machine current() {
    String name = System.getProperty("os.arch", "");
    String system = System.getProperty("os.name", "");
    if (system.equals("Linux") && (name.equals("amd64") || name.equals("x86_64"))) {
      return X86_64;
    }
    if (system.equals("Linux") && (name.equals("aarch64") || name.equals("arm64"))) {
      return AARCH64;
    }
    throw new IllegalStateException(
        "Cooperage runs on Linux on x86-64 and arm64, not on " + system + " on " + name);
  }
}
