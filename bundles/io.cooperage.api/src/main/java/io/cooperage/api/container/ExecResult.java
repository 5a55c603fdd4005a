package io.cooperage.api.container;

/** The end of a program that ran without a terminal. Immutable. */
public final class ExecResult {
  private final int exitCode;
  private final byte[] output;
  private final byte[] error;
  private final boolean truncated;

  public ExecResult(int exitCode, byte[] output, byte[] error, boolean truncated) {
    this.exitCode = exitCode;
    this.output = output.clone();
    this.error = error.clone();
    this.truncated = truncated;
  }

  /** 0..255, or 128 + signal number. */
  public int exitCode() {
    return exitCode;
  }

  /** What it wrote to stdout, cut at the limit that was asked for. */
  public byte[] output() {
    return output.clone();
  }

  /** What it wrote to stderr, cut at the limit that was asked for. */
  public byte[] error() {
    return error.clone();
  }

  /** Whether one of the streams was cut. */
  public boolean truncated() {
    return truncated;
  }
}
