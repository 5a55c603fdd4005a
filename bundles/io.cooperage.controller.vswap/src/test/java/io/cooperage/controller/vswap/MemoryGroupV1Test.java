package io.cooperage.controller.vswap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.testing.cgroup.SimulatedGroup;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MemoryGroupV1Test {
  private static final String NONE = "9223372036854771712";

  private final SimulatedGroup files =
      SimulatedGroup.v1("memory:/ct")
          .with("memory.limit_in_bytes", NONE, MemoryGroupV1Test::unlimited)
          .with("memory.memsw.limit_in_bytes", NONE, MemoryGroupV1Test::unlimited);
  private final MemoryGroup group = new MemoryGroupV1(files);

  private static String unlimited(String value) {
    return value.equals("-1") ? NONE : value;
  }

  private static MemoryLimits limits(long ram, long swap) {
    return new MemoryLimits(OptionalLong.of(ram), OptionalLong.of(swap));
  }

  @Test
  void theSumIsRaisedFirstAndLoweredLast() {
    group.limit(limits(8192, 8192));
    group.limit(limits(16384, 16384));
    group.limit(limits(4096, 4096));

    assertThat(files.writes())
        .containsExactly(
            "memory.limit_in_bytes=8192",
            "memory.memsw.limit_in_bytes=16384",
            "memory.memsw.limit_in_bytes=32768",
            "memory.limit_in_bytes=16384",
            "memory.limit_in_bytes=4096",
            "memory.memsw.limit_in_bytes=8192");
  }

  @Test
  void noLimitReadsAsNone() {
    assertThat(group.limits())
        .isEqualTo(new MemoryLimits(OptionalLong.empty(), OptionalLong.empty()));
    group.limit(limits(8192, 0));
    assertThat(group.limits()).isEqualTo(limits(8192, 0));
  }

  @Test
  void withoutSwapAccountingOnlySwappagesAreRefused() {
    SimulatedGroup old = SimulatedGroup.v1("memory:/ct").with("memory.limit_in_bytes", NONE);

    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> new MemoryGroupV1(old).limit(limits(8192, 0)))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
    new MemoryGroupV1(old).limit(new MemoryLimits(OptionalLong.of(8192), OptionalLong.empty()));
    assertThat(old.read("memory.limit_in_bytes")).isEqualTo("8192");
  }
}
