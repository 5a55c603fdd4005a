package io.cooperage.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.spi.cgroup.Subsystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachWarmUpTest {
  @TempDir Path folder;

  @Test
  void leavesThisProcessInTheGroupsWhereItIs() throws IOException {
    String before = Files.readString(Path.of("/proc/self/cgroup"));
    List<Hierarchy> host =
        HostHierarchies.of("cooperage/none").groups().stream()
            .map(ContainerGroups::hierarchy)
            .toList();

    new AttachWarmUp(host).attach();

    assertThat(Files.readString(Path.of("/proc/self/cgroup"))).isEqualTo(before);
  }

  @Test
  void findsTheOwnGroupOfAVersion1HierarchyByItsControllers() throws IOException {
    Path group = Files.createDirectories(folder.resolve("cpu/a/b"));
    Hierarchy cpu = new Hierarchy(1, "cpu,cpuacct", folder.resolve("cpu"), Set.of(Subsystem.CPU));

    assertThat(warmUp(cpu, "5:memory:/x\n4:cpu,cpuacct:/a/b\n0::/a\n").ownGroup()).contains(group);
  }

  @Test
  void findsTheOwnGroupOfTheUnifiedHierarchy() throws IOException {
    Path group = Files.createDirectories(folder.resolve("all/daemon"));
    Hierarchy unified = new Hierarchy(2, "unified", folder.resolve("all"), Set.of(Subsystem.CORE));

    assertThat(warmUp(unified, "0::/daemon\n").ownGroup()).contains(group);
  }

  @Test
  void goesWithoutAGroupThatIsNotMountedHere() throws IOException {
    Hierarchy unified = new Hierarchy(2, "unified", folder.resolve("all"), Set.of(Subsystem.CORE));

    AttachWarmUp warmUp = warmUp(unified, "0::/elsewhere\nno line of the kernel\n");
    warmUp.attach();

    assertThat(warmUp.ownGroup()).isEmpty();
  }

  private AttachWarmUp warmUp(Hierarchy hierarchy, String own) throws IOException {
    return new AttachWarmUp(List.of(hierarchy), Files.writeString(folder.resolve("self"), own));
  }
}
