package io.cooperage.linux.mount;

import io.cooperage.linux.Kernel;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import java.nio.file.Path;

/** Swap areas by {@code swapon(2)} and {@code swapoff(2)}. */
public final class SwapCalls {
  private static final int PREFER = 0x8000;
  private static final int MAX_PRIORITY = 0x7fff;
  private static final int DISCARD = 0x10000;

  private SwapCalls() {}

  /**
   * Begins to swap on a prepared device or file.
   *
   * @param priority 0..32767, areas of the highest number are filled first
   * @param discard whether freed pages are discarded, which gives zram its memory back
   */
  public static void enable(Path area, int priority, boolean discard) {
    if (priority < 0 || priority > MAX_PRIORITY) {
      throw new IllegalArgumentException("a swap priority lies in 0..32767, not " + priority);
    }
    try (Scratch scratch = new Scratch()) {
      int flags = PREFER | priority | (discard ? DISCARD : 0);
      Kernel.call(Syscall.SWAPON, area.toString(), scratch.text(area.toString()), flags);
    }
  }

  /**
   * Reads everything back from the area and ends it; takes as long as that takes, and ENOMEM when
   * it does not fit.
   */
  public static void disable(Path area) {
    try (Scratch scratch = new Scratch()) {
      Kernel.call(Syscall.SWAPOFF, area.toString(), scratch.text(area.toString()));
    }
  }
}
