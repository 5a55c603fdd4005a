package io.cooperage.controller.vswap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.testing.cgroup.SimulatedGroup;
import org.junit.jupiter.api.Test;

class GuaranteesTest {
  private static final String SOFT = "memory.soft_limit_in_bytes";
  private static final String NONE = "9223372036854771712";

  private final Guarantees guarantees = new Guarantees();
  private final ContainerId first = ContainerId.random();
  private final ContainerId second = ContainerId.random();

  private static SimulatedGroup v2(String name) {
    return SimulatedGroup.v2(name).with("memory.min", "0");
  }

  private static SimulatedGroup v1(String name) {
    return SimulatedGroup.v1(name).with(SOFT, NONE, v -> v.equals("-1") ? NONE : v);
  }

  @Test
  void groupsAboveHaveTheSumOfTheirContainers() {
    SimulatedGroup inside = v2("/c/n/one/ns");
    SimulatedGroup one = v2("/c/n/one").with(inside);
    SimulatedGroup other = v2("/c/n/two");
    SimulatedGroup node = v2("/c/n").with(one).with(other);
    SimulatedGroup top = v2("/c").with(node);
    SimulatedGroup.v2("/").with(top);

    guarantees.set(first, one, 4096);
    guarantees.set(second, other, 8192);
    assertThat(node.read("memory.min")).isEqualTo("12288");
    assertThat(top.read("memory.min")).isEqualTo("12288");
    assertThat(inside.read("memory.min")).isEqualTo("4096");

    one.vanish();
    guarantees.release(first, one);
    assertThat(top.read("memory.min")).isEqualTo("8192");
    guarantees.set(second, other, 0);
    assertThat(top.read("memory.min")).isEqualTo("0");
  }

  @Test
  void aPromiseThatSomebodyElseMadeIsTakenBack() {
    SimulatedGroup one = v2("/c/n/one");
    v2("/c/n").with(one);
    one.write("memory.min", "4096");

    guarantees.set(first, one, 0);

    assertThat(one.read("memory.min")).isEqualTo("0");
  }

  @Test
  void anOldKernelSaysWhatItLacks() {
    SimulatedGroup old = SimulatedGroup.v2("/c/n/one");

    guarantees.set(first, old, 0);
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> guarantees.set(first, old, 4096))
        .withMessageContaining("memory.min");
  }

  @Test
  void onV1OthersHaveSoftLimitsOfNothingAsLongAsAnyoneIsPromisedSomething() {
    SimulatedGroup one = v1("/c/n/one");
    SimulatedGroup other = v1("/c/n/two");
    SimulatedGroup late = v1("/c/n/late");
    v1("/c/n").with(one).with(other).with(late);

    guarantees.set(second, other, 0);
    assertThat(other.read(SOFT)).isEqualTo(NONE);
    guarantees.set(first, one, 4096);
    assertThat(other.read(SOFT)).isEqualTo("0");
    guarantees.set(second, other, 8192);
    guarantees.set(first, one, 0);
    assertThat(one.read(SOFT)).isEqualTo("0");
    guarantees.set(second, other, 0);
    assertThat(one.read(SOFT)).isEqualTo(NONE);
    assertThat(late.read(SOFT)).isEqualTo(NONE);
    assertThat(other.read(SOFT)).isEqualTo(NONE);
  }

  @Test
  void reserveAndZramAreKeptFromPromises() {
    assertThat(MemoryReserve.of("10%").rest(1000, 100)).isEqualTo(800);
    assertThat(MemoryReserve.of("1K").rest(4096, 0)).isEqualTo(3072);
    assertThat(MemoryReserve.of("nonsense").rest(1000, 0)).isEqualTo(900);
    assertThat(MemoryReserve.of("2G").rest(1000, 0)).isZero();
  }
}
