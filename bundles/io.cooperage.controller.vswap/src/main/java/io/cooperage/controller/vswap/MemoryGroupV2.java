package io.cooperage.controller.vswap;

import io.cooperage.spi.cgroup.CgroupDirectory;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The v2 memory controller: RAM and swap have limits of their own. It reaches a limit below what
 * can be given up by killing, where v1 refuses it; {@link MemoryForecast} tells beforehand.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html#memory">Control Group v2:
 *     Memory</a>
 */
record MemoryGroupV2(CgroupDirectory group) implements MemoryGroup {
  private static final String RAM = "memory.max";
  private static final String OOM_GROUP = "memory.oom.group";
  private static final String SWAP = "memory.swap.max";

  @Override
  public void limit(MemoryLimits wanted) {
    if (!group.has(SWAP)) {
      MemoryGroup.requireNoSwapLimit(group, wanted);
      lower(wanted.ram());
    } else if (MemoryLimits.atLeast(wanted.swap(), read(SWAP))) {
      group.write(SWAP, text(wanted.swap()));
      lower(wanted.ram());
    } else {
      lower(wanted.ram());
      group.write(SWAP, text(wanted.swap()));
    }
  }

  private void lower(OptionalLong ram) {
    if (ram.isEmpty()) {
      group.write(RAM, text(ram));
    } else {
      new GradualLimit(ramKnob(), System::nanoTime)
          .lower(this::used, step -> group.write(RAM, Long.toString(step)), ram.getAsLong());
    }
  }

  private long used() {
    return group.readIfPresent("memory.current").map(Long::parseLong).orElse(0L);
  }

  @Override
  public MemoryLimits limits() {
    return new MemoryLimits(read(RAM), group.has(SWAP) ? read(SWAP) : OptionalLong.empty());
  }

  @Override
  public boolean limitsSwap() {
    return group.has(SWAP);
  }

  @Override
  public void atMost(long bytes) {
    if (group.has(RAM) && used() < bytes) {
      OptionalLong now = read(RAM);
      if (now.isEmpty() || now.getAsLong() > bytes) {
        group.write(RAM, Long.toString(bytes));
      }
    }
  }

  private OptionalLong read(String file) {
    String value = group.read(file);
    return value.equals("max") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
  }

  private static String text(OptionalLong limit) {
    return limit.isEmpty() ? "max" : Long.toString(limit.getAsLong());
  }

  @Override
  public String ramKnob() {
    return group.describe() + " " + RAM;
  }

  @Override
  public String swapKnob() {
    return group.describe() + " " + SWAP;
  }

  @Override
  public Optional<MemoryUse> use() {
    Optional<String> total = group.readIfPresent("memory.current");
    Optional<String> stat = group.readIfPresent("memory.stat");
    if (total.isEmpty() || stat.isEmpty()) {
      return Optional.empty();
    }
    String numbers = stat.get();
    return Optional.of(
        MemoryUse.of(
            Long.parseLong(total.get()),
            group.readIfPresent("memory.swap.current").map(Long::parseLong).orElse(0L),
            MemoryUse.number(numbers, "file").orElse(0),
            MemoryUse.number(numbers, "shmem").orElse(0)));
  }

  @Override
  public long kills() {
    String events = group.readIfPresent("memory.events").orElse("");
    return MemoryUse.number(events, "oom_kill").orElse(0);
  }

  @Override
  public boolean killsWhole() {
    return group.readIfPresent(OOM_GROUP).orElse("0").equals("1");
  }

  @Override
  public void killWhole(boolean whole) {
    if (whole != killsWhole()) {
      group.write(OOM_GROUP, whole ? "1" : "0");
    }
  }

  @Override
  public String killKnob() {
    return group.describe() + " " + OOM_GROUP;
  }
}
