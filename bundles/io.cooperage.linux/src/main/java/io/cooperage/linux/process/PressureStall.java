package io.cooperage.linux.process;

import io.cooperage.api.error.ContainerException;
import io.cooperage.spi.cgroup.CgroupDirectory;
import java.util.OptionalLong;

/**
 * What a pressure file of a control group or of the host says. Immutable.
 *
 * @param text its content; empty if there is none
 * @see <a href="https://docs.kernel.org/accounting/psi.html">Pressure stall information</a>
 */
public record PressureStall(String text) {
  private static final String SOME = "some avg10=";
  private static final String FULL = "full ";
  private static final String TOTAL = "total=";
  private static final int DECIMALS = 2;
  private static final int HUNDREDTHS = 100;

  /**
   * Reads a file of a group; no text if it has none. A kernel that was booted with psi=0 has the
   * files and answers EOPNOTSUPP.
   */
  public static PressureStall of(CgroupDirectory group, String file) {
    try {
      return new PressureStall(group.readIfPresent(file).orElse(""));
    } catch (ContainerException e) {
      return new PressureStall("");
    }
  }

  /** Hundredths of a percent of the last ten seconds in which some task waited. */
  public OptionalLong some() {
    int point = text.indexOf('.', SOME.length());
    return text.startsWith(SOME) && point > 0 && text.length() > point + DECIMALS
        ? OptionalLong.of(
            Long.parseLong(text, SOME.length(), point, 10) * HUNDREDTHS
                + Long.parseLong(text, point + 1, point + 1 + DECIMALS, 10))
        : OptionalLong.empty();
  }

  /** Microseconds in which all tasks that wanted to run waited, since the group was made. */
  public OptionalLong fullTotal() {
    int full = text.startsWith(FULL) ? 0 : text.indexOf("\n" + FULL) + 1;
    int total = text.indexOf(TOTAL, full) + TOTAL.length();
    if (!text.startsWith(FULL, full) || total < TOTAL.length()) {
      return OptionalLong.empty();
    }
    int newline = text.indexOf('\n', total);
    int end = newline < 0 ? text.length() : newline;
    return OptionalLong.of(Long.parseLong(text, total, end, 10));
  }
}
