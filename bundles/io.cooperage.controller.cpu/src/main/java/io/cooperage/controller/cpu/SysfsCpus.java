package io.cooperage.controller.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads sysfs and procfs.
 *
 * @param system {@code /sys/devices/system}
 * @param cpuinfo {@code /proc/cpuinfo}
 */
record SysfsCpus(Path system, Path cpuinfo) implements NodeCpus {
  private static final IndexSet FIRST = new IndexSet("0");
  private static final Pattern SPEED = Pattern.compile("(?m)^cpu MHz\\s*:\\s*(\\d{1,7})");

  static SysfsCpus ofHost() {
    return new SysfsCpus(Path.of("/sys/devices/system"), Path.of("/proc/cpuinfo"));
  }

  @Override
  public IndexSet online() {
    return list("cpu/online");
  }

  @Override
  public IndexSet memoryNodes() {
    return list("node/has_memory");
  }

  /** A kernel without NUMA has no such list, and one node. */
  private IndexSet list(String file) {
    return content(system.resolve(file)).map(IndexSet::parse).orElse(FIRST);
  }

  @Override
  public OptionalLong megahertz() {
    // What a core can reach stays the same; "cpu MHz" is what it does now where it changes at all.
    Optional<Long> most =
        content(system.resolve("cpu/cpu0/cpufreq/cpuinfo_max_freq"))
            .map(kilohertz -> Long.parseLong(kilohertz) / 1000);
    if (most.isEmpty()) {
      Matcher speed = SPEED.matcher(content(cpuinfo).orElse(""));
      most = speed.find() ? Optional.of(Long.parseLong(speed.group(1))) : most;
    }
    return most.filter(m -> m > 0).map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }

  private static Optional<String> content(Path file) {
    try {
      return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
