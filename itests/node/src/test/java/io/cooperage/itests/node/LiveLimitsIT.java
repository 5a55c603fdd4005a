package io.cooperage.itests.node;

import static io.cooperage.itests.node.ContainerIT.effective;
import static io.cooperage.itests.node.ContainerIT.find;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Limits of CPU, memory and disk, changed under a load in a CT. */
@ExtendWith(NodeExtension.class)
class LiveLimitsIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void cpuLimitsBiteAtOnceWhileTheCtSpins(TestNode node) {
    ContainerIT.create(node, "101");
    background(node, "while :; do :; done");
    assumeThat(controller(node, "cpuacct")).as("cpuacct of cgroup v1").exists();

    double free = percent(node);
    node.ct("set", "101", "--cpulimit", "20").orFail();
    double limited = percent(node);
    node.ct("set", "101", "--cpulimit", "40", "--cpumask", "1", "--cpuburst", "10").orFail();
    double doubled = percent(node);

    System.out.printf("cpulimit none %.1f %%, 20: %.1f %%, 40: %.1f %%%n", free, limited, doubled);
    assertThat(limited).isBetween(5.0, 22.5);
    assertThat(doubled).isBetween(10.0, 45.0);
    assertThat(read(node, "cpuset", "cpuset.cpus")).isEqualTo("1");
    assertThat(node.ct("exec", "101", "--", "nproc").output()).isEqualTo("1\n");
    assertThat(effective(show(node), "cpumask")).isEqualTo("1");
    node.ct("set", "101", "--unset", "cpulimit", "--unset", "cpumask", "--unset", "cpuburst")
        .orFail();
    assertThat(read(node, "cpuset", "cpuset.cpus")).isNotEqualTo("1");
  }

  @Test
  void contradictingAndAbsentCpusAreRefusedTogether(TestNode node) {
    ContainerIT.create(node, "101");
    CtResult refused =
        node.ct(
            "set",
            "101",
            "--cpuunits",
            "7",
            "--cpumask",
            "0,4000",
            "--cpulimit",
            "30",
            "--cpu-guarantee",
            "50",
            "--cpuburst",
            "70");

    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.error())
        .contains("cpuunits '7' must be")
        .contains("cores that this node lacks: 4000")
        .contains("cpu-guarantee '50' is more than cpulimit 30 allows")
        .contains("cpuburst '70' is more than cpulimit 30 allows");
    assertThat(effective(show(node), "cpulimit")).isNotEqualTo("30");
  }

  @Test
  void physpagesPressALoadIntoTheNodesSwapAndLetItGrowAgain(TestNode node) {
    ContainerIT.create(node, "101", "--physpages", "128M", "--swappages", "128M");
    background(node, "dd if=/dev/zero of=/dev/shm/held bs=1M count=64 2>/dev/null; sleep 600");
    Await.until("it holds 64M", LONG, () -> memory(node) > 64 << 20);
    assumeThat(Path.of("/proc/swaps")).content().as("swap on this host").contains("zram");

    CtResult pressed = node.ct("set", "101", "--physpages", "32M", "--memguarantee", "50%");
    assertThat(pressed.ok()).as(pressed.toString()).isTrue();
    assertThat(memory(node)).isLessThanOrEqualTo(32 << 20);
    assertThat(effective(show(node), "memguarantee")).isEqualTo("50%");
    assertThat(node.ct("exec", "101", "--", "stat", "-c", "%s", "/dev/shm/held").output())
        .isEqualTo((64 << 20) + "\n");

    CtResult tooLow = node.ct("set", "101", "--physpages", "16M", "--swappages", "8M");
    assertThat(tooLow.exitCode()).as(tooLow.toString()).isNotZero();
    assertThat(effective(show(node), "physpages")).isEqualTo("32M");
    node.ct("set", "101", "--physpages", "256M").orFail();
    assertThat(effective(show(node), "physpages")).isEqualTo("256M");
  }

  @Test
  void aDiskGrowsWhileTheCtWritesAndFillsUpInTheEnd(TestNode node) {
    ContainerIT.create(node, "101", "--diskspace", "320M", "--fstype", "xfs");
    background(
        node,
        // A disk that is full too early is tried again until it has its last size.
        "i=0; while :; do test -e /tmp/grown; last=$?;"
            + " if dd if=/dev/zero of=/root/f$i bs=1M count=4 2>/dev/null; then i=$((i+1));"
            + " elif [ $last = 0 ]; then break; fi; done; touch /tmp/full; sleep 600");

    for (String size : new String[] {"352M", "384M", "448M"}) {
      node.ct("set", "101", "--diskspace", size).orFail();
      assertThat(effective(show(node), "diskspace")).isEqualTo(size);
    }
    node.ct("exec", "101", "--", "touch", "/tmp/grown").orFail();

    Await.until(
        "it is full", LONG, () -> node.ct("exec", "101", "--", "test", "-e", "/tmp/full").ok());
    CtResult held = node.ct("exec", "101", "--", "sh", "-c", "ls /root | wc -l");
    int files = Integer.parseInt(held.output().strip());
    System.out.printf("448M disk held %d files of 4M%n", files);
    assertThat(files).isBetween(75, 112);
  }

  @Test
  void aKernelWithoutQuotasRefusesThemByName(TestNode node) {
    ContainerIT.create(node, "101");
    assumeThat(node.ct("node", "doctor").output())
        .as("a kernel without quotas")
        .contains("CONFIG_QFMT_V2 is not set", "CONFIG_XFS_QUOTA is not set");

    assertThat(node.ct("set", "101", "--quotaugidlimit", "100").error())
        .contains("needs a kernel with quotas", "CONFIG_QFMT_V2");
    CtResult report = node.ct("quota", "101", "report");
    assertThat(report.ok()).isFalse();
    assertThat(report.error()).contains("counts no use by users and groups", "CONFIG_QFMT_V2");
    assertThat(node.ct("quota", "101", "set", "user:1000", "--space", "10M").ok()).isFalse();
  }

  private static void background(TestNode node, String script) {
    node.ct("exec", "101", "--", "sh", "-c", "(" + script + ") </dev/null >/dev/null 2>&1 &")
        .orFail();
  }

  private static JsonNode show(TestNode node) {
    return node.ct("show", "101", "--json").orFail().json();
  }

  /** Percent of one core over three seconds and more. */
  private static double percent(TestNode node) {
    long began = System.nanoTime();
    long before = Long.parseLong(read(node, "cpuacct", "cpuacct.usage"));
    long[] now = new long[2];
    Await.until(
        "time goes by",
        LONG,
        () -> {
          now[0] = System.nanoTime() - began;
          now[1] = Long.parseLong(read(node, "cpuacct", "cpuacct.usage")) - before;
          return now[0] > 3_000_000_000L;
        });
    return now[1] * 100.0 / now[0];
  }

  private static long memory(TestNode node) {
    return Long.parseLong(read(node, "memory", "memory.usage_in_bytes"));
  }

  private static String read(TestNode node, String controller, String file) {
    try {
      return Files.readString(controller(node, controller).resolve(file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The CT's group in a v1 hierarchy, as its init says. */
  private static Path controller(TestNode node, String name) {
    Path list = Path.of("/proc/" + find(node, "101").get("initPid").asText(), "cgroup");
    try {
      return Files.readAllLines(list).stream()
          .map(line -> line.split(":", 3))
          .filter(fields -> fields[1].equals(name))
          .map(fields -> Path.of("/sys/fs/cgroup", name, fields[2]))
          .findFirst()
          .orElse(Path.of("/none"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
