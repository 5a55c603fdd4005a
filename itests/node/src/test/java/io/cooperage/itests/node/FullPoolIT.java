package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A small pool that containers fill: none of them ever sees an I/O error. It stays small until the
 * last test.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FullPoolIT {
  private static final int NUMBER = 5;
  private static final int NO_SPACE = 46;
  private static final int BAD_VALUE = 21;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static TestNode node;

  @BeforeAll
  static void start() throws IOException {
    node = TestNode.install("full", NUMBER);
    node.configure(
        "io.cooperage.storage.ploop", Map.of("poolSize", "1G", "defaultDiskspace", "900M"));
    node.startKeeper();
    node.startDaemon();
    node.ct("template", "build", "busybox").orFail();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @AfterEach
  void leaveNothing() {
    for (JsonNode ct : node.ct("list", "--json").json()) {
      node.ct("stop", ct.get("id").asText(), "--fast");
      node.ct("destroy", ct.get("id").asText()).orFail();
    }
  }

  private static void create(String ctid, boolean started) {
    node.ct("create", ctid, "--template", "busybox").orFail();
    if (started) {
      node.ct("start", ctid).orFail();
    }
  }

  private static String state(String ctid) {
    return node.ct("list", ctid, "--json").json().get(0).get("state").asText();
  }

  private static void await(String ctid, String state) {
    Await.until("CT " + ctid + " is " + state, PATIENCE, () -> state(ctid).equals(state));
  }

  private static CtResult shell(String ctid, String line) {
    return node.ct("exec", ctid, "--", "sh", "-c", line);
  }

  private static String content(int mebibytes) {
    return "head -c " + (mebibytes << 20) + " /dev/zero | tr '\\0' 'x'";
  }

  /** Begins to write in the background, and at the end writes what that came to. */
  private static void fill(String ctid, int mebibytes) {
    String dd = content(mebibytes) + " | dd of=/root/data bs=1M conv=fsync 2>/root/said";
    shell(ctid, "(" + dd + "; echo $? >/root/done) </dev/null >/dev/null 2>&1 &").orFail();
  }

  /** CT 102 has 300 MiB already when CT 101 writes 600. */
  private static void overfill() {
    create("101", true);
    create("102", true);
    shell("102", content(300) + " >/root/data; sync").orFail();
    fill("101", 600);
    await("101", "paused");
  }

  private static boolean lacksItsReserve() {
    JsonNode pool = node.ct("pool", "status", "--json").orFail().json().get(0);
    String reserve = pool.get("details").get("reserve").asText();
    return pool.get("free").asLong() < Long.parseLong(reserve.replace("M", "")) << 20;
  }

  private static void assertWhole(String ctid, int mebibytes) {
    assertThat(shell(ctid, "wc -c </root/data; tr -d x </root/data | wc -c").orFail().output())
        .isEqualToNormalizingWhitespace((mebibytes << 20) + " 0");
  }

  private static List<String> events() {
    return node.ct("events", "--json").orFail().output().lines().toList();
  }

  @Test
  void whoFillsThePoolStandsStillAndGoesOnWhenThereIsRoom() {
    create("103", false);
    overfill();
    assertThat(state("102")).as("it writes nothing").isEqualTo("running");
    assertThat(node.ct("list", "101", "-o", "status,detail").output())
        .contains("paused", "the pool " + node.state().resolve("pool"), "MiB free");
    assertThat(events())
        .anyMatch(
            e ->
                e.contains("container.paused")
                    && e.contains("\"remedy\"")
                    && e.contains("\"free\"")
                    && e.contains(node.state().resolve("pool").toString()));
    assertThat(node.ct("start", "103").exitCode()).isEqualTo(NO_SPACE);
    assertThat(node.ct("create", "104", "--template", "busybox").exitCode()).isEqualTo(NO_SPACE);
    assertThat(shell("101", "true").exitCode()).isEqualTo(NO_SPACE);
    assertThat(node.ct("stop", "101").exitCode()).isEqualTo(NO_SPACE);
    node.killDaemon();
    node.startDaemon();
    await("101", "paused");
    node.ct("stop", "102", "--fast").orFail();
    node.ct("destroy", "102").orFail();
    await("101", "running");
    Await.until("it has written all", PATIENCE, () -> shell("101", "test -e /root/done").ok());
    assertThat(shell("101", "cat /root/done").output()).isEqualTo("0\n");
    assertWhole("101", 600);
    assertThat(events()).anyMatch(e -> e.contains("container.resumed"));
    node.ct("start", "103").orFail();
    node.ct("stop", "101", "--fast").orFail();
    assertThat(node.ct("check", "101").orFail().output()).contains("is sound");
  }

  @Test
  void everyVerbThatNeedsRoomSaysSoAndChangesNothing() throws IOException {
    create("103", true);
    shell("103", content(20) + " >/root/data; sync").orFail();
    node.ct("stop", "103").orFail();
    node.ct("snapshot", "103", "--name", "s1").orFail();
    create("105", false);
    node.ct("backup", "105").orFail();
    String backup = node.ct("backup-list", "105", "--json").json().get(0).get("id").asText();
    Path exported = node.state().resolve("full.raw");
    node.ct("export", "103", exported.toString()).orFail();
    overfill();
    // The kernel would wait half a minute before it writes what CT 101 left in memory.
    long init = node.ct("list", "101", "--json").json().get(0).get("initPid").asLong();
    Programs.output("sync", "-f", "/proc/" + init + "/root/root");
    Await.until("what CT 101 wrote is in the pool", PATIENCE, FullPoolIT::lacksItsReserve);
    String source = exported.toString();
    for (String line :
        List.of(
            "snapshot 103 --name s2",
            "snapshot 102",
            "snapshot-switch 103 --id s1",
            "clone 103 104",
            "clone 102 104",
            "convert 105 --layout ploop",
            "import " + source + " 104 --template busybox",
            "backup 102",
            "restore 105 " + backup,
            "restore 105 " + backup + " --ctid 104",
            "start 103",
            "create 104 --template busybox")) {
      CtResult told = node.ct(line.split(" ", -1));
      assertThat(told.exitCode()).as("%s: %s", line, told).isEqualTo(NO_SPACE);
    }
    for (String ctid : List.of("103", "105")) {
      assertThat(node.ct("check", ctid).orFail().output()).contains("is sound");
    }
    assertThat(node.ct("snapshot-list", "103", "--json").json()).hasSize(1);
    assertThat(node.ct("list", "--json").json()).hasSize(4);
    node.ct("snapshot-merge", "103").orFail();
    node.ct("compact", "103").orFail();
    node.ct("pool", "check").orFail();
    node.ct("stop", "101", "--fast").orFail();
    node.ct("destroy", "101").orFail();
    Await.until("there is room again", PATIENCE, () -> node.ct("start", "103").ok());
    assertWhole("103", 20);
    node.ct("backup-delete", "105", backup).orFail();
    Files.delete(exported);
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void aPoolThatGrowsLetsThemGoOn() {
    overfill();
    assertThat(node.ct("pool", "grow", "512M").exitCode()).isEqualTo(BAD_VALUE);
    assertThat(node.ct("pool", "grow", "900T").exitCode()).isEqualTo(NO_SPACE);
    JsonNode pool = node.ct("pool", "grow", "2G", "--json").orFail().json();
    assertThat(pool.get("total").asLong()).isGreaterThan(1_900_000_000L);
    await("101", "running");
    Await.until("it has written all", PATIENCE, () -> shell("101", "test -e /root/done").ok());
    assertThat(shell("101", "cat /root/done").output()).isEqualTo("0\n");
    assertWhole("101", 600);
    assertThat(events()).anyMatch(e -> e.contains("pool.grown"));
  }

  @Test
  void whoStandsStillIsKilledAndGivesItsSpaceBack() {
    overfill();
    node.ct("stop", "101", "--fast").orFail();
    node.ct("destroy", "101").orFail();
    Await.until(
        "a container can be made again",
        PATIENCE,
        () -> node.ct("create", "103", "--template", "busybox").ok());
    node.ct("start", "103").orFail();
  }
}
