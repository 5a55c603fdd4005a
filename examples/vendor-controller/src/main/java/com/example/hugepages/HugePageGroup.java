package com.example.hugepages;

import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.controller.ResourceCount;
import java.util.Optional;
import java.util.OptionalLong;

/** The kernel's files of one CT, in the words of cgroup v1 and of v2. */
record HugePageGroup(CgroupDirectory directory) {
  private static final String PREFIX = "hugetlb.2MB.";
  private static final String NO_LIMIT_V1 = "-1";
  private static final String NO_LIMIT_V2 = "max";
  private static final long PAGE = 2L << 20;

  /** v1 has no word for no limit: it reads as a number that no machine has. */
  private static final long BEYOND = 1L << 60;

  /** What the kernel makes of a number of bytes: whole pages. */
  static long rounded(long bytes) {
    return bytes / PAGE * PAGE;
  }

  String knob() {
    return directory.describe() + " " + limitFile();
  }

  private String limitFile() {
    return PREFIX + (directory.version() == 1 ? "limit_in_bytes" : "max");
  }

  void limit(long bytes) {
    directory.write(limitFile(), Long.toString(bytes));
  }

  void unlimit() {
    directory.write(limitFile(), directory.version() == 1 ? NO_LIMIT_V1 : NO_LIMIT_V2);
  }

  /** Empty for no limit. */
  OptionalLong limit() {
    String text = directory.read(limitFile());
    if (text.equals(NO_LIMIT_V2) || text.equals(NO_LIMIT_V1)) {
      return OptionalLong.empty();
    }
    long bytes = Long.parseLong(text);
    return bytes >= BEYOND ? OptionalLong.empty() : OptionalLong.of(bytes);
  }

  /** Bytes; empty when the CT is gone. */
  Optional<Long> heldNow() {
    return number(directory.version() == 1 ? "usage_in_bytes" : "current");
  }

  /** How often the limit has fired since the CT's start. */
  Optional<Long> refused() {
    if (directory.version() == 1) {
      return number("failcnt");
    }
    return directory.readIfPresent(PREFIX + "events").map(HugePageGroup::timesAtMax);
  }

  /** Reads the line {@code max N}. */
  static long timesAtMax(String events) {
    return events
        .lines()
        .map(line -> line.split(" ", 2))
        .filter(words -> words.length == 2 && words[0].equals("max"))
        .mapToLong(words -> Long.parseLong(words[1].strip()))
        .findFirst()
        .orElse(0);
  }

  Optional<ResourceCount> count() {
    return heldNow().map(this::count);
  }

  private ResourceCount count(long held) {
    ResourceCount line = ResourceCount.held("hugepages", "bytes", held);
    // v2 keeps no peak of huge pages.
    Optional<Long> peak = number("max_usage_in_bytes");
    if (peak.isPresent()) {
      line = line.maxHeld(peak.get());
    }
    OptionalLong limit = limit();
    if (limit.isPresent()) {
      line = line.limit(limit.getAsLong());
    }
    return line.failCount(refused().orElse(0L));
  }

  private Optional<Long> number(String file) {
    return directory.readIfPresent(PREFIX + file).map(Long::valueOf);
  }
}
