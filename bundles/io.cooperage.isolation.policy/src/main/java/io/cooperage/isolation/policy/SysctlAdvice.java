package io.cooperage.isolation.policy;

import io.cooperage.api.node.Finding;
import io.cooperage.api.node.Finding.Grade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One row of the resource {@code sysctls.table}.
 *
 * @param name as "kernel.kptr_restrict"
 * @param least what it should be at least
 * @param cost of a lower value
 */
record SysctlAdvice(String name, long least, String cost) {
  private static final int COLUMNS = 3;

  static SysctlAdvice parse(String line) {
    String[] cells = line.split("\\s+", COLUMNS);
    if (cells.length != COLUMNS) {
      throw new IllegalArgumentException("a row of " + cells.length + " cells: " + line);
    }
    return new SysctlAdvice(cells[0], Long.parseLong(cells[1]), cells[2]);
  }

  /**
   * What it is on this host; empty if the kernel has no such setting.
   *
   * @param root usually /proc/sys
   */
  Optional<Finding> look(Path root) {
    try {
      String value = Files.readString(root.resolve(name.replace('.', '/'))).strip();
      return Optional.of(
          Long.parseLong(value) >= least
              ? new Finding("sysctl " + name, Grade.GOOD, value, "")
              : new Finding(
                  "sysctl " + name,
                  Grade.DEGRADED,
                  value + ", should be " + least,
                  cost + "; write '" + name + " = " + least + "' to a file in /etc/sysctl.d"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
