package io.cooperage.controller.vswap;

/** Controllers as the tests use them. */
public final class TestMemory {
  private TestMemory() {}

  /** One that asks the kernel. */
  public static VSwapController controller() {
    return new VSwapController(
        MemoryReserve.of("10%"),
        new SwapSplits(SwapSplit::now, System::nanoTime),
        new KillMonitor(KernelLog::open));
  }
}
