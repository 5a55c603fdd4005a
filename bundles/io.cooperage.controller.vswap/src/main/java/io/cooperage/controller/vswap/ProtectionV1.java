package io.cooperage.controller.vswap;

import io.cooperage.api.error.ContainerException;
import io.cooperage.spi.cgroup.CgroupDirectory;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Soft limits: a node short of memory takes first from the group that is farthest above its own. So
 * once one CT has a soft limit, every CT beside it needs one too, of nothing; without, the promise
 * would make its holder the first to pay.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v1/memory.html#soft-limits">Memory
 *     Resource Controller, soft limits</a>
 */
record ProtectionV1(CgroupDirectory group) implements Protection {
  private static final String FILE = "memory.soft_limit_in_bytes";
  private static final String NOTHING = "0";
  private static final String UNLIMITED = "-1";

  @Override
  public void promise(long bytes, boolean first) {
    group.write(FILE, Long.toString(bytes));
    if (first) {
      beside(true, NOTHING);
    }
  }

  @Override
  public void end(boolean last) {
    write(group, last ? UNLIMITED : NOTHING);
    gone(last);
  }

  @Override
  public void none(boolean others) {
    Optional<Long> now = limit(group);
    if (now.isPresent() && (others ? now.get() != 0 : now.get() < MemoryGroupV1.NO_LIMIT)) {
      write(group, others ? NOTHING : UNLIMITED);
    }
  }

  @Override
  public void gone(boolean last) {
    if (last) {
      beside(false, UNLIMITED);
    }
  }

  /** Changes the groups beside that have no soft limit, or that have one of nothing. */
  private void beside(boolean unlimited, String value) {
    List<CgroupDirectory> siblings = group.above().map(CgroupDirectory::below).orElse(List.of());
    for (CgroupDirectory other : siblings) {
      limit(other)
          .filter(now -> unlimited ? now >= MemoryGroupV1.NO_LIMIT : now == 0)
          .filter(now -> !other.describe().equals(group.describe()))
          .ifPresent(now -> write(other, value));
    }
  }

  /** A CT beside may stop at any time. */
  private static void write(CgroupDirectory group, String value) {
    try {
      group.write(FILE, value);
    } catch (ContainerException e) {
      if (group.has(FILE)) {
        throw e;
      }
    }
  }

  private static Optional<Long> limit(CgroupDirectory group) {
    return group.readIfPresent(FILE).map(Long::parseLong);
  }

  @Override
  public OptionalLong inForce() {
    return limit(group)
        .filter(now -> now > 0 && now < MemoryGroupV1.NO_LIMIT)
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  @Override
  public String where() {
    return "admission, and "
        + group.describe()
        + " "
        + FILE
        + ": what exceeds it is taken first, no hard promise on cgroup v1";
  }
}
