package io.cooperage.controller.vswap;

import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.api.parameter.ValueTypes;
import java.util.List;
import java.util.OptionalLong;

/** Descriptors of the memory parameters, with vzctl's names and notations. */
final class VSwapParameters {
  /**
   * The kernel charges memory in batches of 64 pages for each CPU, and init alone needs some 700
   * KiB of kernel memory: with less than 4 MiB not even {@code true} starts reliably.
   */
  static final long LEAST_RAM = 4L << 20;

  static final Parameter<Long> PHYSPAGES =
      Parameter.builder("physpages", ValueTypes.pages(LEAST_RAM, Long.MAX_VALUE))
          .unit("pages of 4 KiB")
          .defaultText("half of the node's")
          .description(
              "RAM that the CT can use, page cache included; beyond it the CT slows down by"
                  + " swapping, until swappages are used up too.")
          .group("memory")
          .build();

  static final Parameter<Long> SWAPPAGES =
      Parameter.builder("swappages", ValueTypes.pages(0, Long.MAX_VALUE))
          .unit("pages of 4 KiB")
          .defaultText("half of the node's")
          .description(
              "Virtual swap that the CT can use on top of physpages, kept compressed in the node's"
                  + " RAM; 0 is no swap.")
          .group("memory")
          .build();

  static final Parameter<MemoryGuarantee> GUARANTEE =
      Parameter.builder("memguarantee", MemoryGuarantee.type())
          .defaultText("none")
          .description(
              "RAM that the node promises the CT, in bytes or in percent of physpages: never more is"
                  + " promised than there is, and it is taken last when the node is short.")
          .group("memory")
          .build();

  static final Parameter<OomPolicy> OOM_POLICY =
      Parameter.builder("oom-policy", ValueTypes.word(OomPolicy.class))
          .defaultValue(OomPolicy.PROCESS)
          .description(
              "What the kernel kills when the CT exceeds physpages and swappages together: its"
                  + " largest process, or the container as a whole (cgroup v2 alone).")
          .group("memory")
          .build();

  static final List<Parameter<?>> ALL = List.of(PHYSPAGES, SWAPPAGES, GUARANTEE, OOM_POLICY);

  private static final long PAGE = 4096;

  private VSwapParameters() {}

  /** The value of a parameter, empty for "unlimited" and when it is not set. */
  static OptionalLong limit(ParameterValues values, Parameter<Long> parameter) {
    long value = values.get(parameter).orElse(Long.MAX_VALUE);
    return value == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** What the values ask for; what they leave open is as given. */
  static MemoryLimits limits(ParameterValues values, MemoryLimits open) {
    return new MemoryLimits(
            values.isSet(PHYSPAGES) ? limit(values, PHYSPAGES) : open.ram(),
            values.isSet(SWAPPAGES) ? limit(values, SWAPPAGES) : open.swap())
        .inPages();
  }

  /** Bytes that the values promise, in whole pages; 0 for nothing. */
  static long guarantee(ParameterValues values) {
    long physpages = limit(values, PHYSPAGES).orElse(0);
    return values.get(GUARANTEE).map(g -> g.of(physpages)).orElse(0L) / PAGE * PAGE;
  }
}
