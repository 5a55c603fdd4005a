package io.cooperage.testing.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostGroupsTest {
  @Test
  void closingKillsWhatIsInsideAndRemovesTheGroup() {
    try (GroupedProcess process = GroupedProcess.waiting("sleep 600")) {
      CgroupDirectory pids;
      try (HostGroups groups = HostGroups.open("self", Set.of(Subsystem.PIDS))) {
        assumeThat(groups.directory(Subsystem.PIDS)).as("cgroup pids").isPresent();
        pids = groups.directory(Subsystem.PIDS).orElseThrow();
        groups.enter(process);
        assertThat(pids.read("cgroup.procs")).isEqualTo(Integer.toString(process.pid()));
      }
      assertThat(process.await(Duration.ofSeconds(5))).isEqualTo(137);
      assertThat(pids.readIfPresent("cgroup.procs")).isEmpty();
    }
  }
}
