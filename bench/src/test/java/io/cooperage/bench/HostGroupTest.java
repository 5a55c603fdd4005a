package io.cooperage.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On the real hierarchies of this host. */
class HostGroupTest {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  @Test
  void aProcessIsAsDeepAsTheGroupsThatAreFollowedAndNothingStays() throws Exception {
    Path hierarchy = hierarchy();
    assumeTrue(Files.isWritable(hierarchy), "no control groups that can be made");
    Path leaf;
    try (HostGroup group = HostGroup.like(List.of(hierarchy.resolve("one/two/three")))) {
      leaf = group.folders().get(0);
      assertThat(hierarchy.relativize(leaf).getNameCount()).isEqualTo(3);
      Process process = new ProcessBuilder("sleep", "60").start();
      try {
        HostGroup.move(process.pid(), group.folders());
        assertThat(Groups.of(process.pid()).folders()).contains(leaf);
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
    assertThat(leaf.getParent().getParent()).doesNotExist();
  }

  @Test
  void theTopOfAGroupsHierarchyIsFound() throws IOException {
    assertThat(Groups.hierarchyOf(hierarchy().resolve("one/two"))).isEqualTo(hierarchy());
  }

  private static Path hierarchy() {
    return Files.isDirectory(ROOT.resolve("pids")) ? ROOT.resolve("pids") : ROOT;
  }
}
