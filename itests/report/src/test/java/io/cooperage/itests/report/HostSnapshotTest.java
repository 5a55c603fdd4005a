package io.cooperage.itests.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostSnapshotTest {
  @TempDir Path host;

  @BeforeEach
  void anIdleHost() throws IOException {
    write("proc/self/mountinfo", "21 1 8:1 / / rw - ext4 /dev/sda rw\n");
    write("proc/1/comm", "init\n");
    write("sys/block/zram0/disksize", "0\n");
    write("sys/block/loop0/size", "0\n");
    write("sys/class/net/lo/mtu", "65536\n");
  }

  @Test
  void findsEachKindOfThingThatATestCanLeave() throws IOException {
    HostSnapshot before = HostSnapshot.of(host);
    Files.createDirectories(host.resolve("sys/fs/cgroup/memory/cooperage/node/x"));
    write(
        "proc/self/mountinfo",
        "21 1 8:1 / / rw - ext4 /dev/sda rw\n22 21 8:2 / /mnt/x rw - ext4 /dev/sdb rw\n");
    write("sys/block/loop0/loop/backing_file", "/tmp/image\n");
    write("sys/block/zram0/disksize", "4096\n");
    write("sys/class/net/coop1/mtu", "1500\n");
    write("run/netns/coop-x", "");
    write("proc/77/comm", "coop-keeper\n");

    assertThat(HostSnapshot.of(host).since(before))
        .containsExactlyInAnyOrder(
            "cgroup " + host + "/sys/fs/cgroup/memory/cooperage/node",
            "cgroup " + host + "/sys/fs/cgroup/memory/cooperage/node/x",
            "mount /mnt/x",
            "loop loop0",
            "zram zram0",
            "interface coop1",
            "netns coop-x",
            "process 77 (coop-keeper)");
  }

  @Test
  void survivesItsWayThroughAFile() throws IOException {
    HostSnapshot snapshot = HostSnapshot.of(host);
    Path file = host.resolve("snapshot");

    snapshot.write(file);

    assertThat(HostSnapshot.read(file)).isEqualTo(snapshot);
  }

  private void write(String path, String text) throws IOException {
    Path file = host.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
