package io.cooperage.linux.file;

import io.cooperage.linux.Machine;

/**
 * How a file is opened, as in {@code open(2)}. {@code O_CLOEXEC} has no constant because every
 * descriptor opened here is closed on exec.
 */
public enum OpenFlag {
  /** Read only; the default when no access is named. */
  READ_ONLY(0, 0),
  /** Write only. */
  WRITE_ONLY(1, 1),
  /** Read and write. */
  READ_WRITE(2, 2),
  /** Create the file when it is missing. */
  CREATE(0100, 0100),
  /** With {@link #CREATE}: fail when it exists. */
  EXCLUSIVE(0200, 0200),
  /** Never let a terminal become the controlling one. */
  NO_CONTROLLING_TERMINAL(0400, 0400),
  /** Empty the file. */
  TRUNCATE(01000, 01000),
  /** Write at the end, whatever it is at that moment. */
  APPEND(02000, 02000),
  /**
   * Never wait, neither in the open nor later; needed for anything that a CT may have made a FIFO.
   */
  NON_BLOCKING(04000, 04000),
  /** Every write reaches the disk before it returns. */
  SYNC(04010000, 04010000),
  /** Bypass the page cache. */
  DIRECT(040000, 0200000),
  /** Fail unless it is a directory. */
  DIRECTORY(0200000, 040000),
  /** Fail when the last component is a symbolic link. */
  NO_FOLLOW(0400000, 0100000),
  /** Only name the file; it can then be used in the calls that take a directory, and in mounts. */
  PATH(010000000, 010000000),
  /** An unnamed file in the given directory. */
  TEMPORARY(020200000, 020040000);

  private static final long CLOSE_ON_EXEC = 02000000;

  private final long x86;
  private final long arm;

  OpenFlag(long x86, long arm) {
    this.x86 = x86;
    this.arm = arm;
  }

  static long bits(OpenFlag... flags) {
    boolean intel = Machine.current() == Machine.X86_64;
    long bits = CLOSE_ON_EXEC;
    for (OpenFlag flag : flags) {
      bits |= intel ? flag.x86 : flag.arm;
    }
    return bits;
  }
}
