package io.cooperage.linux.process;

import io.cooperage.linux.Kernel;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import java.nio.ByteBuffer;

/**
 * The capability sets of the calling thread, one bit per {@link Capability}.
 *
 * @param effective what permission checks look at
 * @param permitted what the thread may make effective
 * @param inheritable what is kept over exec of a program with file capabilities
 */
public record ThreadCapabilities(long effective, long permitted, long inheritable) {
  private static final int VERSION_3 = 0x20080522;
  private static final int HEADER = 8;
  private static final int DATA = 24;

  /** Reads the sets of the calling thread. */
  public static ThreadCapabilities current() {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block header = header(scratch);
      Scratch.Block data = scratch.block(DATA);
      Kernel.call(Syscall.CAPGET, "", header.address(), data.address());
      ByteBuffer b = data.bytes();
      return new ThreadCapabilities(join(b, 0), join(b, 4), join(b, 8));
    }
  }

  /** Returns whether a capability is in the effective set. */
  public boolean has(Capability capability) {
    return (effective & capability.bit()) != 0;
  }

  /** Makes everything that is permitted effective on the calling thread. */
  public void raiseEffective() {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block data = scratch.block(DATA);
      split(data.bytes(), 0, permitted);
      split(data.bytes(), 4, permitted);
      split(data.bytes(), 8, inheritable);
      Kernel.call(Syscall.CAPSET, "", header(scratch).address(), data.address());
    }
  }

  private static Scratch.Block header(Scratch scratch) {
    Scratch.Block header = scratch.block(HEADER);
    header.bytes().putInt(0, VERSION_3).putInt(4, 0);
    return header;
  }

  private static long join(ByteBuffer b, int at) {
    return Integer.toUnsignedLong(b.getInt(at)) | ((long) b.getInt(at + 12) << 32);
  }

  private static void split(ByteBuffer b, int at, long set) {
    b.putInt(at, (int) set);
    b.putInt(at + 12, (int) (set >>> 32));
  }
}
