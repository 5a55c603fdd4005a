package io.cooperage.core.lifecycle.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.testing.controller.TestCell;
import io.cooperage.testing.fake.FakeCgroups;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampledCellTest {
  private final TestCell plain = TestCell.of(Map.of());
  private final CgroupDirectory group = new FakeCgroups().directory(plain.id(), Subsystem.CPU);
  private final TestCell cell = new TestCell(plain.id(), Map.of(Subsystem.CPU, group));
  private final SampledCell sampled = new SampledCell(cell);

  @Test
  void groupsAreThoseOfTheCellItself() {
    assertThat(sampled.has(Subsystem.CPU)).isTrue();
    assertThat(sampled.cgroup(Subsystem.CPU))
        .isSameAs(group)
        .isSameAs(sampled.cgroup(Subsystem.CPU));
  }

  @Test
  void aSubsystemThatTheHostLacksIsTheCellsOwnError() {
    assertThat(sampled.has(Subsystem.IO)).isFalse();
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> sampled.cgroup(Subsystem.IO));
  }

  @Test
  void everythingElseIsAskedEachTime() {
    assertThat(sampled.id()).isEqualTo(cell.id());
    assertThat(sampled.idMap()).isEqualTo(cell.idMap());
    assertThat(sampled.disk()).isEqualTo(cell.disk());
    assertThat(sampled.init()).isEqualTo(cell.init());
    assertThat(sampled.attachments()).isEqualTo(cell.attachments());
  }
}
