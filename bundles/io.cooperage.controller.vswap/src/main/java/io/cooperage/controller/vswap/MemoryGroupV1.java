package io.cooperage.controller.vswap;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.cgroup.CgroupDirectory;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The v1 memory controller: {@code memsw} limits the sum of RAM and swap and must never be below
 * the limit of RAM alone.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v1/memory.html">Memory Resource
 *     Controller</a>
 */
record MemoryGroupV1(CgroupDirectory group) implements MemoryGroup {
  private static final String RAM = "memory.limit_in_bytes";
  private static final String SUM = "memory.memsw.limit_in_bytes";
  private static final String USED = "memory.usage_in_bytes";
  private static final String SUM_USED = "memory.memsw.usage_in_bytes";
  private static final String SWAPPINESS = "memory.swappiness";

  /** The kernel's own default. */
  private static final String USUAL_SWAPPINESS = "60";

  /** No limit reads as the largest multiple of a page that fits. */
  static final long NO_LIMIT = Long.MAX_VALUE >> 16 << 16;

  @Override
  public void limit(MemoryLimits wanted) {
    OptionalLong ram = wanted.ram();
    OptionalLong sum = wanted.sum();
    if (!group.has(SUM)) {
      MemoryGroup.requireNoSwapLimit(group, wanted);
      lower(ram);
    } else if (MemoryLimits.atLeast(sum, read(SUM))) {
      write(SUM, sum);
      lower(ram);
    } else {
      lower(ram);
      write(SUM, sum);
    }
    // With 0 the kernel kills instead of swapping; a CT's group may have inherited it.
    if (group.readIfPresent(SWAPPINESS).orElse("").equals("0")) {
      group.write(SWAPPINESS, USUAL_SWAPPINESS);
    }
  }

  private void lower(OptionalLong ram) {
    if (ram.isEmpty()) {
      write(RAM, ram);
    } else {
      new GradualLimit(ramKnob(), System::nanoTime)
          .lower(() -> used(USED), step -> write(RAM, OptionalLong.of(step)), ram.getAsLong());
    }
  }

  private long used(String counter) {
    return group.readIfPresent(counter).map(Long::parseLong).orElse(0L);
  }

  private void write(String file, OptionalLong limit) {
    try {
      group.write(file, limit.isEmpty() ? "-1" : Long.toString(limit.getAsLong()));
    } catch (ContainerException e) {
      long used = used(file.equals(SUM) ? SUM_USED : USED);
      if (limit.isPresent() && used > limit.getAsLong()) {
        throw MemoryGroup.tooLow(group, used, e);
      }
      throw e;
    }
  }

  @Override
  public MemoryLimits limits() {
    OptionalLong ram = read(RAM);
    OptionalLong sum = group.has(SUM) ? read(SUM) : OptionalLong.empty();
    return ram.isEmpty() || sum.isEmpty()
        ? new MemoryLimits(ram, OptionalLong.empty())
        : new MemoryLimits(ram, OptionalLong.of(sum.getAsLong() - ram.getAsLong()));
  }

  @Override
  public boolean limitsSwap() {
    return group.has(SUM);
  }

  @Override
  public void atMost(long bytes) {
    // Only the hierarchy's root has an agent.
    if (group.has(RAM) && !group.has("release_agent") && used(USED) < bytes) {
      OptionalLong now = read(RAM);
      if (now.isEmpty() || now.getAsLong() > bytes) {
        write(RAM, OptionalLong.of(bytes));
      }
    }
  }

  private OptionalLong read(String file) {
    long value = Long.parseLong(group.read(file));
    return value >= NO_LIMIT ? OptionalLong.empty() : OptionalLong.of(value);
  }

  @Override
  public String ramKnob() {
    return group.describe() + " " + RAM;
  }

  @Override
  public String swapKnob() {
    return group.describe() + " " + SUM + " less " + RAM;
  }

  @Override
  public Optional<MemoryUse> use() {
    Optional<String> total = group.readIfPresent(USED);
    Optional<String> stat = group.readIfPresent("memory.stat");
    if (total.isEmpty() || stat.isEmpty()) {
      return Optional.empty();
    }
    // What counts the groups below too stands in the last lines of some thirty.
    String all = stat.get();
    String numbers = all.substring(Math.max(0, all.indexOf("total_")));
    return Optional.of(
        MemoryUse.of(
            Long.parseLong(total.get()),
            MemoryUse.number(numbers, "total_swap").orElse(0),
            MemoryUse.number(numbers, "total_cache").orElse(0),
            MemoryUse.number(numbers, "total_shmem").orElse(0)));
  }

  @Override
  public long kills() {
    String control = group.readIfPresent("memory.oom_control").orElse("");
    return MemoryUse.number(control, "oom_kill").orElse(0);
  }

  @Override
  public boolean killsWhole() {
    return false;
  }

  @Override
  public void killWhole(boolean whole) {
    if (whole) {
      throw new ContainerException(
          ErrorCode.UNSUPPORTED,
          group.describe() + ": oom-policy container needs memory.oom.group of cgroup v2",
          "unset oom-policy");
    }
  }

  @Override
  public String killKnob() {
    return group.describe() + ", always the largest process on cgroup v1";
  }
}
