package io.cooperage.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.spi.cgroup.Subsystem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountedHierarchiesTest {
  private static final String HYBRID =
      """
      31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
      32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:9 - cgroup cgroup rw,cpu,cpuacct
      33 31 0:31 / /sys/fs/cgroup/net_cls,net_prio rw - cgroup cgroup rw,net_cls,net_prio
      34 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,xattr,name=systemd
      35 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw,nsdelegate
      36 31 0:32 / /sys/fs/cgroup/blkio rw,relatime - cgroup cgroup rw,blkio
      37 31 0:32 / /mnt/blkio rw,relatime - cgroup cgroup rw,blkio
      """;

  private static List<Hierarchy> parse(String mountinfo, String controllers) {
    return new MountedHierarchies(mount -> controllers).parse(mountinfo);
  }

  @Test
  void coMountedControllersAreOneHierarchy() {
    Hierarchy first = parse(HYBRID, "").get(0);

    assertThat(first.name()).isEqualTo("cpu,cpuacct");
    assertThat(first.mount()).isEqualTo(Path.of("/sys/fs/cgroup/cpu,cpuacct"));
    assertThat(first.subsystems()).containsExactlyInAnyOrder(Subsystem.CPU, Subsystem.CPUACCT);
  }

  @Test
  void systemdsOwnHierarchyAndThoseWithoutAUseAreLeftOut() {
    assertThat(parse(HYBRID, ""))
        .extracting(Hierarchy::name)
        .containsExactly("cpu,cpuacct", "blkio", "unified");
  }

  @Test
  void aHierarchyMountedTwiceCountsOnceAtItsFirstMount() {
    assertThat(parse(HYBRID, "").get(1).mount()).isEqualTo(Path.of("/sys/fs/cgroup/blkio"));
  }

  @Test
  void theBareUnifiedHierarchyStillManagesProcesses() {
    assertThat(parse(HYBRID, "").get(2).subsystems())
        .containsExactlyInAnyOrder(Subsystem.CORE, Subsystem.CPUACCT, Subsystem.FREEZER);
  }

  @Test
  void aPureUnifiedHostHasWhatItsRootOffers() {
    String v2 = "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n";

    assertThat(parse(v2, "cpuset cpu io memory hugetlb pids rdma misc"))
        .singleElement()
        .satisfies(
            h ->
                assertThat(h.subsystems())
                    .contains(Subsystem.CPU, Subsystem.MEMORY, Subsystem.IO, Subsystem.PIDS)
                    .doesNotContain(Subsystem.DEVICES));
  }

  @Test
  void escapedMountPointsAreRead() {
    String odd = "30 23 0:26 / /mnt/a\\040b\\134c rw - cgroup2 cgroup2 rw\n";

    assertThat(parse(odd, "").get(0).mount()).isEqualTo(Path.of("/mnt/a b\\c"));
  }

  @Test
  void noCgroupMountIsNoHierarchy() {
    assertThat(parse("23 1 8:1 / / rw - ext4 /dev/vda rw\n", "")).isEmpty();
  }
}
