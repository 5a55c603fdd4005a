package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Limits as one whole: planned, changed at once, counted, and held against the kernel. */
@ExtendWith(NodeExtension.class)
class ControllersIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int ROUNDS = 40;
  private static final long MIB = 1L << 20;

  private static Path memoryLimit(TestNode node, String ctid) {
    String id = ContainerIT.find(node, ctid).get("id").asText();
    String group = "cooperage/" + node.name() + "/" + id;
    Path v1 = Path.of("/sys/fs/cgroup/memory", group, "memory.limit_in_bytes");
    Path file = Files.exists(v1) ? v1 : Path.of("/sys/fs/cgroup", group, "memory.max");
    assumeThat(file).as("the memory controller").exists();
    return file;
  }

  private static String drifts(TestNode node) {
    return node.ct("events", "--type", "limit.drift").output();
  }

  @Test
  void limitThatSomebodyElseChangesIsToldWithinSecondsAndSeenInShow(TestNode node)
      throws IOException {
    ContainerIT.create(node, "101", "--physpages", "64M", "--cpulimit", "50");
    String before = drifts(node);
    Files.writeString(memoryLimit(node, "101"), Long.toString(96 * MIB));
    Await.until(
        () -> "the drift is told: " + node.ct("events"),
        PATIENCE,
        () -> !drifts(node).equals(before));
    assertThat(drifts(node).substring(before.length()))
        .contains("limit.drift", "CT 101: physpages was 64M and is 96M now", "memory.")
        .doesNotContain("cpulimit");
    assertThat(node.ct("show", "101").output()).contains("drift: 64M was applied");
    node.ct("set", "101", "--physpages", "48M").orFail();
    assertThat(ContainerIT.effective(node.ct("show", "101", "--json").json(), "physpages"))
        .isEqualTo("48M");
  }

  @Test
  void limitIsPutBackWhereTheNodeIsToldTo() throws IOException {
    try (TestNode node = TestNode.install("drift", 6)) {
      Path configuration = node.etc().resolve("io.cooperage.node.cfg");
      Files.writeString(
          configuration, Files.readString(configuration) + "drift = restore\ndriftSeconds = 1\n");
      node.startKeeper();
      node.startDaemon();
      node.ct("template", "build", "busybox").orFail();
      ContainerIT.create(node, "101", "--physpages", "64M");
      Path file = memoryLimit(node, "101");
      Files.writeString(file, Long.toString(96 * MIB));
      Await.until(
          () -> "the limit is put back: " + node.ct("events"),
          PATIENCE,
          () -> drifts(node).contains("it is put back"));
      Await.until("it is back", PATIENCE, () -> read(file) == 64 * MIB);
    }
  }

  private static long read(Path file) {
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void dryRunNamesOldNewAndTheKernelsKnob(TestNode node) {
    ContainerIT.create(node, "101", "--physpages", "64M");
    String plan =
        node.ct("set", "101", "--physpages", "48M", "--onboot", "yes", "--dry-run")
            .orFail()
            .output();
    assertThat(plan)
        .containsPattern("physpages +64M +48M +memory:\\S+/[0-9a-f-]{36} memory\\.\\S+ +now")
        .contains("Nothing was changed.");
  }

  @Test
  void everythingWrongIsToldAtOnceAndNothingIsChanged(TestNode node) {
    ContainerIT.create(node, "101", "--cpulimit", "50");
    CtResult refused =
        node.ct(
            "set",
            "101",
            "--cpulimit",
            "40",
            "--physpages",
            "999999T",
            "--cpus",
            "4000",
            "--hostname",
            "-x");
    assertThat(refused.exitCode()).isEqualTo(21);
    assertThat(refused.error()).contains("physpages", "cpus", "hostname");
    assertThat(ContainerIT.effective(node.ct("show", "101", "--json").json(), "cpulimit"))
        .isEqualTo("50");
  }

  @Test
  void tenParametersAreSetTogetherInTime(TestNode node) {
    ContainerIT.create(node, "101");
    long[] micros = new long[ROUNDS];
    try (ApiClient client = new ApiClient(node.run().resolve("api.sock"))) {
      for (int i = 0; i < ROUNDS; i++) {
        String body = tenSettings(i);
        long began = System.nanoTime();
        JsonNode answer = client.call("PATCH", "/1.0/containers/101", body).orFail();
        micros[i] = (System.nanoTime() - began) / 1000;
        assertThat(answer.get("report").get("changes")).hasSize(10);
      }
    }
    Arrays.sort(micros);
    System.out.printf(
        Locale.ROOT,
        "set of ten parameters: median %d us, 95th percentile %d us%n",
        micros[ROUNDS / 2],
        micros[ROUNDS * 95 / 100]);
    assertThat(micros[ROUNDS / 2]).as("microseconds, far above the aim").isLessThan(100_000);
  }

  private static String tenSettings(int round) {
    int n = round % 2;
    return ("{\"settings\": {\"cpuunits\": %d, \"cpulimit\": %d, \"cpu-guarantee\": %d,"
            + " \"physpages\": \"%dM\", \"swappages\": \"%dM\", \"numproc\": %d, \"numpty\": %d,"
            + " \"onboot\": %b, \"stop-timeout\": %d, \"nameserver\": \"10.0.0.%d\"}}")
        .formatted(1000 + n, 50 + n, 1 + n, 64 + n, 32 + n, 100 + n, 10 + n, n == 0, 30 + n, 1 + n);
  }

  @Test
  void whatACtUsesIsCountedAndShown(TestNode node) {
    ContainerIT.create(node, "101", "--physpages", "64M", "--numproc", "50");
    JsonNode counters = node.ct("ubc", "101", "--json").json();
    List<String> resources = counters.findValuesAsText("resource");
    assertThat(resources).contains("numproc");
    assertThat(node.ct("ubc", "101").output()).startsWith("RESOURCE").contains("FAILCNT");
    JsonNode top = node.ct("top", "--json").json();
    assertThat(top).hasSize(1);
    assertThat(top.get(0).get("mem").asLong()).isPositive();
    assertThat(top.get(0).get("tasks").asLong()).isPositive();
    assertThat(top.get(0).get("cpu").isNumber()).isTrue();
    assertThat(node.ct("top", "-b", "-n", "2").output().split("CTID", -1)).hasSize(3);
    assertThat(node.ct("node", "info").output()).contains("Promised to containers:", "disk.space");
  }

  @Test
  void sampleConfigurationsServeNewAndRunningContainers(TestNode node) {
    assertThat(node.ct("samples").output()).contains("vswap-256m", "vswap-4g", "basic");
    node.ct("create", "101", "--template", "busybox", "--config", "vswap-512m").orFail();
    node.ct("start", "101").orFail();
    assertThat(ContainerIT.effective(node.ct("show", "101", "--json").json(), "physpages"))
        .isEqualTo("512M");
    node.ct("set", "101", "--applyconfig", "vswap-1g").orFail();
    assertThat(ContainerIT.effective(node.ct("show", "101", "--json").json(), "physpages"))
        .isEqualTo("1G");
  }
}
