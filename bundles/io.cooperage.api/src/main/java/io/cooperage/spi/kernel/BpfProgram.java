package io.cooperage.spi.kernel;

/**
 * A classic BPF program as seccomp(2) takes it, 8 bytes an instruction. Immutable; empty means no
 * filter.
 */
public final class BpfProgram {
  /** No filter. */
  public static final BpfProgram NONE = new BpfProgram(new byte[0]);

  private static final int INSTRUCTION = 8;
  private static final int MOST_INSTRUCTIONS = 4096;

  private final byte[] code;

  /**
   * Takes a copy of the code.
   *
   * @throws IllegalArgumentException unless it has 0..4096 whole instructions
   */
  public BpfProgram(byte[] code) {
    if (code.length % INSTRUCTION != 0 || code.length > INSTRUCTION * MOST_INSTRUCTIONS) {
      throw new IllegalArgumentException("a filter of " + code.length + " bytes");
    }
    this.code = code.clone();
  }

  public byte[] code() {
    return code.clone();
  }

  public boolean isEmpty() {
    return code.length == 0;
  }
}
