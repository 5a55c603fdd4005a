package io.cooperage.controller.vswap;

import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.controller.ResourceCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A CT's memory in the columns of user_beancounters, in bytes. */
final class MemoryCounts {
  private static final String BYTES = "bytes";
  private static final String SUM_HITS = "memory.memsw.failcnt";

  private final CgroupDirectory files;
  private final MemoryLimits limits;
  private final MemoryUse use;

  MemoryCounts(CgroupDirectory files, MemoryLimits limits, MemoryUse use) {
    this.files = files;
    this.limits = limits;
    this.use = use;
  }

  List<ResourceCount> all() {
    List<ResourceCount> counts = new ArrayList<>();
    counts.add(ram());
    counts.add(swap());
    Protection.of(files)
        .inForce()
        .ifPresent(
            promised ->
                counts.add(
                    ResourceCount.held(
                            VSwapParameters.GUARANTEE.name(),
                            BYTES,
                            Math.min(promised, use.used() + use.cache()))
                        .barrier(promised)));
    return List.copyOf(counts);
  }

  /** Page cache counts: it is charged too, and goes when the limit presses. */
  private ResourceCount ram() {
    ResourceCount count = ResourceCount.held("physpages", BYTES, use.used() + use.cache());
    Optional<Long> most =
        number(files.version() == 1 ? "memory.max_usage_in_bytes" : "memory.peak");
    count = most.map(count::maxHeld).orElse(count);
    count = limits.ram().isPresent() ? count.limit(limits.ram().getAsLong()) : count;
    Optional<Long> hits = files.version() == 1 ? pressed() : event("memory.events", "max");
    return hits.map(count::failCount).orElse(count);
  }

  /** Where no swap is allowed v1 meets the limit of both first; 6.18 no longer counts that one. */
  private Optional<Long> pressed() {
    long both = number(SUM_HITS).orElse(0L);
    return number("memory.failcnt").map(hits -> hits + both);
  }

  private ResourceCount swap() {
    ResourceCount count = ResourceCount.held("swappages", BYTES, use.swap());
    // v1 remembers the most of both together alone.
    count = number("memory.swap.peak").map(count::maxHeld).orElse(count);
    count = limits.swap().isPresent() ? count.limit(limits.swap().getAsLong()) : count;
    Optional<Long> hits =
        files.version() == 1 ? number(SUM_HITS) : event("memory.swap.events", "fail");
    return hits.map(count::failCount).orElse(count);
  }

  private Optional<Long> number(String file) {
    return files.readIfPresent(file).map(Long::parseLong);
  }

  private Optional<Long> event(String file, String name) {
    OptionalLong count = MemoryUse.number(files.readIfPresent(file).orElse(""), name);
    return count.isPresent() ? Optional.of(count.getAsLong()) : Optional.empty();
  }
}
