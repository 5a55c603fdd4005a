package io.cooperage.controller.vswap;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.cgroup.CgroupDirectory;
import java.util.Optional;

/** Memory of one CT in the kernel's terms. */
sealed interface MemoryGroup permits MemoryGroupV1, MemoryGroupV2 {
  /** The group of either version. */
  static MemoryGroup of(CgroupDirectory group) {
    return group.version() == 1 ? new MemoryGroupV1(group) : new MemoryGroupV2(group);
  }

  /**
   * Sets both limits, in the order that the kernel accepts.
   *
   * @throws ContainerException IN_USE if the CT uses more than that and cannot give it up
   */
  void limit(MemoryLimits limits);

  MemoryLimits limits();

  /** Whether this kernel can limit a group's swap. */
  boolean limitsSwap();

  /**
   * Lowers the limit of RAM to that many bytes, unless it is lower, or more is used now. Does
   * nothing to the hierarchy's root, which has no limit.
   */
  void atMost(long bytes);

  String ramKnob();

  String swapKnob();

  /** What is used now; empty if the group is gone. */
  Optional<MemoryUse> use();

  /** How many processes the kernel has killed for lack of memory; 0 if it cannot be told. */
  long kills();

  /** Whether the kernel kills the CT as a whole; false where it cannot. */
  boolean killsWhole();

  /**
   * Sets what is killed.
   *
   * @throws ContainerException UNSUPPORTED if the kernel cannot kill a CT as a whole
   */
  void killWhole(boolean whole);

  /** Where that is said. */
  String killKnob();

  /** A limit below present use, told with what to do. */
  static ContainerException tooLow(CgroupDirectory group, long needed, Throwable cause) {
    return new ContainerException(
        ErrorCode.IN_USE,
        group.describe()
            + ": the CT uses "
            + VSwapParameters.PHYSPAGES.type().format(needed)
            + " that it cannot give up, more than physpages and swappages would allow",
        "stop something in the CT first, or raise swappages",
        cause);
  }

  /** Refuses swappages on a kernel that does not account swap for each group. */
  static void requireNoSwapLimit(CgroupDirectory group, MemoryLimits wanted) {
    if (wanted.swap().isPresent()) {
      throw new ContainerException(
          ErrorCode.UNSUPPORTED,
          group.describe() + ": this kernel does not account swap, so swappages cannot be limited",
          "boot the host with swapaccount=1");
    }
  }
}
