package io.cooperage.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.cooperage.api.node.HostChange;
import io.cooperage.testing.node.MemoryHostLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostHierarchiesTest {
  @TempDir private Path mount;

  @Test
  void controllersOfTheRootAreRecordedBeforeTheyAreHandedDown() throws IOException {
    Files.writeString(mount.resolve("cgroup.controllers"), "cpu memory rdma\n");
    Files.writeString(mount.resolve("cgroup.subtree_control"), "cpu\n");
    Files.createDirectory(mount.resolve("cts"));
    Files.writeString(mount.resolve("cts/cgroup.controllers"), "cpu memory\n");
    Files.writeString(mount.resolve("cts/cgroup.subtree_control"), "cpu memory\n");
    Hierarchy unified =
        new Hierarchy(2, "unified", mount, SubsystemNames.ofVersion2(Set.of("cpu", "memory")));
    MemoryHostLedger ledger = new MemoryHostLedger();

    new HostHierarchies("cts", List.of(unified), SubsystemNames.WANTED, List.of()).prepare(ledger);

    assertThat(ledger.changes())
        .extracting(HostChange::key, HostChange::before, HostChange::after)
        .containsExactly(
            tuple("cgroup.subtree_control", "cpu", "memory"), tuple("cts", "", "unified"));
    assertThat(Files.readString(mount.resolve("cgroup.subtree_control"))).startsWith("+memory");
  }

  @Test
  void aParentThatLeavesTheHierarchyIsRefused() {
    for (String parent : List.of("", "/cts", "cts/../..", "cts//node")) {
      assertThatIllegalArgumentException()
          .as(parent)
          .isThrownBy(() -> HostHierarchies.of(parent).groups());
    }
  }
}
