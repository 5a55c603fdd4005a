package io.cooperage.linux.file;

import io.cooperage.linux.Kernel;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;

/** The two ends of a pipe, both closed on exec. */
public record Pipe(OwnedFd reading, OwnedFd writing) implements AutoCloseable {
  private static final int CLOSE_ON_EXEC = 02000000;

  /** Makes a pipe by {@code pipe2(2)}. */
  public static Pipe open(String title) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block ends = scratch.block(2 * Integer.BYTES);
      Kernel.call(Syscall.PIPE2, title, ends.address(), CLOSE_ON_EXEC);
      return new Pipe(
          OwnedFd.adopt(ends.bytes().getInt(0), title),
          OwnedFd.adopt(ends.bytes().getInt(Integer.BYTES), title));
    }
  }

  @Override
  public void close() {
    reading.close();
    writing.close();
  }
}
