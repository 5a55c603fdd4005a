package io.cooperage.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.spi.cgroup.Subsystem;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubsystemNamesTest {
  @Test
  void blockInputAndOutputHasTwoNames() {
    assertThat(SubsystemNames.ofVersion1(List.of("rw", "blkio"))).containsExactly(Subsystem.IO);
    assertThat(SubsystemNames.ofVersion2(List.of("io"))).contains(Subsystem.IO);
  }

  @Test
  void aNamedHierarchyControlsNothing() {
    assertThat(SubsystemNames.ofVersion1(List.of("rw", "xattr", "name=systemd"))).isEmpty();
  }

  @Test
  void everyWantedControllerIsKnown() {
    assertThat(SubsystemNames.WANTED)
        .allSatisfy(
            name ->
                assertThat(SubsystemNames.ofVersion2(List.of(name)))
                    .hasSizeGreaterThan(SubsystemNames.ofVersion2(List.of()).size()));
  }
}
