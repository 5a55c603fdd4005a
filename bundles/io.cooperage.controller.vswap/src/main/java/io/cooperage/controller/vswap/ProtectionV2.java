package io.cooperage.controller.vswap;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.cgroup.CgroupDirectory;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code memory.min}. A group's protection is worth no more than that of the groups above it, so
 * they get the sum of what is below them; more would keep the unprotected CTs' memory as well.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html#memory">Control Group v2:
 *     Memory</a>
 */
record ProtectionV2(CgroupDirectory group) implements Protection {
  private static final String FILE = "memory.min";

  @Override
  public void promise(long bytes, boolean first) {
    if (!group.has(FILE)) {
      throw new ContainerException(
          ErrorCode.UNSUPPORTED,
          group.describe() + ": this kernel has no memory.min, so memguarantee cannot be set",
          "use a kernel from 4.18 on, or unset memguarantee");
    }
    replace(bytes);
  }

  @Override
  public void end(boolean last) {
    replace(0);
  }

  @Override
  public void none(boolean others) {
    if (inForce().isPresent()) {
      replace(0);
    }
  }

  @Override
  public void gone(boolean last) {
    addUp();
  }

  private void replace(long bytes) {
    String text = Long.toString(bytes);
    group.write(FILE, text);
    // The CT's own root group holds everything, and inherits nothing where cgroup2 is mounted
    // without memory_recursiveprot.
    group.below().stream().filter(child -> child.has(FILE)).forEach(c -> c.write(FILE, text));
    addUp();
  }

  private void addUp() {
    Optional<CgroupDirectory> level = group.above();
    while (level.isPresent() && level.get().has(FILE)) {
      CgroupDirectory sum = level.get();
      String total = Long.toString(sum.below().stream().mapToLong(ProtectionV2::bytes).sum());
      if (!sum.read(FILE).equals(total)) {
        sum.write(FILE, total);
      }
      level = sum.above();
    }
  }

  private static long bytes(CgroupDirectory group) {
    return group
        .readIfPresent(FILE)
        .filter(text -> !text.equals("max"))
        .map(Long::parseLong)
        .orElse(0L);
  }

  @Override
  public OptionalLong inForce() {
    long bytes = bytes(group);
    return bytes == 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
  }

  @Override
  public String where() {
    return "admission, and " + group.describe() + " " + FILE;
  }
}
