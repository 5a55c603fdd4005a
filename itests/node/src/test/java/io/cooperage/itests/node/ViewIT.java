package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a CT's own programs read of its resources. */
@ExtendWith(NodeExtension.class)
class ViewIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SPIN = "(while :; do :; done) >/dev/null 2>&1 & echo $!";

  private static String inside(TestNode node, String line) {
    return node.ct("exec", "101", "--", "sh", "-c", line).orFail().output();
  }

  @Test
  void memorySwapAndCpusAreTheCtsOwnAndFollowEveryChange(TestNode node) {
    ContainerIT.create(node, "101", "--physpages", "256M", "--swappages", "64M", "--cpus", "1");
    assertThat(inside(node, "cat /proc/meminfo"))
        .contains("MemTotal:         262144 kB\n", "SwapTotal:         65536 kB\n");
    assertThat(inside(node, "cat /proc/swaps")).contains("\t65536\t");
    assertThat(inside(node, "grep -c ^processor /proc/cpuinfo")).isEqualTo("1\n");
    assertThat(inside(node, "cat /sys/devices/system/cpu/online")).isEqualTo("0\n");
    assertThat(inside(node, "grep -c ^cpu /proc/stat")).isEqualTo("2\n");
    assertThat(inside(node, "wc -l < /proc/diskstats")).isEqualTo("1\n");

    node.ct("set", "101", "--physpages", "512M", "--swappages", "0", "--cpus", "2").orFail();

    assertThat(inside(node, "cat /proc/meminfo"))
        .contains("MemTotal:         524288 kB\n", "SwapTotal:             0 kB\n");
    assertThat(inside(node, "grep -c ^cpu /proc/stat")).isEqualTo("3\n");
  }

  @Test
  void whatIsUsedIsSeen(TestNode node) {
    ContainerIT.create(node, "101", "--physpages", "256M", "--ipadd", "10.77.9.101");
    long before = available(node);
    inside(node, "head -c 67108864 /dev/zero > /dev/shm/full");
    assertThat(before - available(node)).isBetween(60_000L, 80_000L);
    String spinner = inside(node, SPIN).strip();
    Await.until(
        "the load rises",
        PATIENCE,
        () -> Double.parseDouble(inside(node, "cut -d' ' -f1 /proc/loadavg")) > 0.1);
    assertThat(userTime(node)).isGreaterThan(100);
    inside(node, "kill " + spinner);
  }

  private static long available(TestNode node) {
    return Long.parseLong(inside(node, "awk '/MemAvailable/ {print $2}' /proc/meminfo").strip());
  }

  private static long userTime(TestNode node) {
    return Long.parseLong(inside(node, "awk '/^cpu / {print $2 + $4}' /proc/stat").strip());
  }

  @Test
  void filesAreReadableWhileThereIsNoDaemonAndTrueWhenItIsBack(TestNode node) throws IOException {
    ContainerIT.create(node, "101", "--physpages", "256M");
    inside(
        node,
        "(while :; do cat /proc/meminfo >/dev/null && date +%N >/root/beat; done) >/dev/null 2>&1 &");
    long init = ContainerIT.find(node, "101").get("initPid").asLong();
    Path beats = Path.of("/proc/" + init + "/root/root/beat");
    Await.until("the reader reads", PATIENCE, () -> Files.exists(beats));

    node.killDaemon();

    String last = Files.readString(beats);
    Await.until("it goes on", PATIENCE, () -> !text(beats).equals(last));
    node.startDaemon();
    node.awaitReady();
    node.ct("set", "101", "--physpages", "128M").orFail();
    // To a CT that reads without end it may be a little old.
    Await.until(
        "it is true again",
        PATIENCE,
        () -> inside(node, "cat /proc/meminfo").startsWith("MemTotal:         131072 kB\n"));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aCtCannotWriteThemAndItsNamespacesHaveProcOfTheirOwn(TestNode node) {
    ContainerIT.create(node, "101");
    assertThat(node.ct("exec", "101", "--", "sh", "-c", "echo x > /proc/meminfo").ok()).isFalse();
    assertThat(
            node.ct(
                    "exec",
                    "101",
                    "--",
                    "sh",
                    "-c",
                    "mount -o remount,rw,bind /proc/meminfo; echo x > /proc/meminfo")
                .ok())
        .isFalse();
    assertThat(
            inside(node, "unshare -Urmpf sh -c 'mount -t proc proc /proc && cat /proc/1/comm; :'"))
        .isEqualTo("sh\n");
  }

  @Test
  void whereThePolicyMasksSomethingNoUncoveredProcUndoesIt(TestNode node) {
    ContainerIT.create(node, "101", "--privileged", "yes", "--physpages", "256M");
    assertThat(inside(node, "cat /proc/meminfo")).contains("MemTotal:         262144 kB\n");
    assertThat(node.ct("exec", "101", "--", "ls", "/dev/.cooperage").ok()).isFalse();
  }

  @Test
  void whoeverWantsTheHostsGetsThem(TestNode node) {
    ContainerIT.create(node, "101", "--physpages", "256M", "--procview", "no");
    assertThat(inside(node, "cat /proc/meminfo")).doesNotContain("MemTotal:         262144 kB\n");
    assertThat(layer(node)).isEqualTo("off");
    node.ct("set", "101", "--procview", "yes").orFail();
    node.ct("restart", "101").orFail();
    assertThat(inside(node, "cat /proc/meminfo")).contains("MemTotal:         262144 kB\n");
    assertThat(layer(node)).isEqualTo("on");
  }

  private static String layer(TestNode node) {
    for (JsonNode layer : node.ct("isolation", "101", "--json").json().get("layers")) {
      if (layer.get("name").asText().equals("view of /proc")) {
        return layer.get("state").asText();
      }
    }
    return "";
  }
}
