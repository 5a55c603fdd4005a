package io.cooperage.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.node.Finding;
import io.cooperage.api.node.Finding.Grade;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.testing.fake.FakeCgroups;
import org.junit.jupiter.api.Test;

class CgroupProbeTest {
  private final CgroupProbe probe = new CgroupProbe(new FakeCgroups());

  @Test
  void everySubsystemIsAFeature() {
    assertThat(probe.features())
        .containsEntry("cgroup", "v2")
        .containsEntry("cgroup.memory", "v2")
        .containsEntry("cgroup.devices", "none")
        .hasSize(Subsystem.values().length + 1);
  }

  @Test
  void onlyWhatCostsSomethingIsReportedMissing() {
    assertThat(probe.findings()).extracting(Finding::grade).containsExactly(Grade.GOOD);
  }
}
