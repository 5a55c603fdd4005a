package io.cooperage.controller.io;

import io.cooperage.api.error.ContainerException;
import io.cooperage.spi.cgroup.CgroupDirectory;
import java.util.OptionalLong;

/**
 * How long a CT's tasks waited for disks, from its group in the unified hierarchy, which a host
 * with v1 controllers has as well.
 *
 * @see <a href="https://docs.kernel.org/accounting/psi.html">Pressure stall information</a>
 */
record DiskPressure(String text) {
  private static final String FILE = "io.pressure";
  private static final String SOME = "some avg10=";
  private static final String FULL = "full ";
  private static final String TOTAL = "total=";
  private static final int DECIMALS = 2;
  private static final int HUNDREDTHS = 100;
  private static final long MICROSECOND = 1000;

  /** A kernel that was booted with psi=0 has the file and answers EOPNOTSUPP. */
  static DiskPressure of(CgroupDirectory group) {
    try {
      return new DiskPressure(group.readIfPresent(FILE).orElse(""));
    } catch (ContainerException e) {
      return new DiskPressure("");
    }
  }

  /** Hundredths of a percent of the last ten seconds in which some task waited. */
  OptionalLong waited() {
    int point = text.indexOf('.', SOME.length());
    return text.startsWith(SOME) && point > 0 && text.length() > point + DECIMALS
        ? OptionalLong.of(
            Long.parseLong(text, SOME.length(), point, 10) * HUNDREDTHS
                + Long.parseLong(text, point + 1, point + 1 + DECIMALS, 10))
        : OptionalLong.empty();
  }

  /** Nanoseconds in which all tasks that wanted to run waited, since the group was made. */
  OptionalLong stalled() {
    int full = text.startsWith(FULL) ? 0 : text.indexOf("\n" + FULL) + 1;
    int total = text.indexOf(TOTAL, full) + TOTAL.length();
    if (!text.startsWith(FULL, full) || total < TOTAL.length()) {
      return OptionalLong.empty();
    }
    int newline = text.indexOf('\n', total);
    int end = newline < 0 ? text.length() : newline;
    return OptionalLong.of(Long.parseLong(text, total, end, 10) * MICROSECOND);
  }
}
