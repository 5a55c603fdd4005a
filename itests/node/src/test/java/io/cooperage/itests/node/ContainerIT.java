package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NodeExtension.class)
class ContainerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @ParameterizedTest
  @ValueSource(strings = {"ploop", "ploop-overlay"})
  void containerLivesOnItsOwnImage(String layout, TestNode node) {
    node.ct("create", "101", "--template", "busybox", "--layout", layout, "--hostname", "first")
        .orFail();
    node.ct("start", "101").orFail();
    assertThat(node.ct("status", "101").output()).contains("101").contains("running");
    assertThat(node.ct("exec", "101", "--", "cat", "/proc/sys/kernel/hostname").output())
        .isEqualTo("first\n");
    node.ct("exec", "101", "--", "sh", "-c", "echo kept >/root/file").orFail();
    node.ct("stop", "101").orFail();
    assertThat(node.ct("status", "101").output()).contains("down");
    node.ct("start", "101").orFail();
    assertThat(node.ct("exec", "101", "--", "cat", "/root/file").output()).isEqualTo("kept\n");
  }

  @Test
  void oneCommandMakesAContainerAndStartsIt(TestNode node) {
    CtResult made = node.ct("create", "101", "--template", "busybox", "--start").orFail();

    assertThat(made.output()).isEqualTo("Container 101 was created and started.\n");
    assertThat(node.ct("exec2", "101", "--", "hostname").orFail().output()).isEqualTo("ct101\n");
  }

  @Test
  void exitCodesAreVzctls(TestNode node) {
    create(node, "101");
    assertThat(node.ct("exec2", "101", "--", "sh", "-c", "exit 42").exitCode()).isEqualTo(42);
    assertThat(node.ct("exec", "101", "--", "false").exitCode()).isEqualTo(8);
    assertThat(node.ct("start", "101").exitCode()).isEqualTo(32);
    assertThat(node.ct("destroy", "101").exitCode()).isEqualTo(32);
    node.ct("stop", "101", "--fast").orFail();
    assertThat(node.ct("exec", "101", "--", "true").exitCode()).isEqualTo(31);
  }

  @Test
  void limitsAreInForceAtOnceAndSaved(TestNode node) {
    create(node, "101");
    node.ct(
            "set",
            "101",
            "--physpages",
            "64M",
            "--swappages",
            "32M",
            "--cpulimit",
            "50",
            "--cpuunits",
            "500")
        .orFail();
    JsonNode shown = node.ct("show", "101", "--json").json();
    assertThat(effective(shown, "physpages")).isEqualTo("64M");
    assertThat(effective(shown, "cpulimit")).startsWith("50");
    node.ct("restart", "101").orFail();
    assertThat(effective(node.ct("show", "101", "--json").json(), "swappages")).isEqualTo("32M");
    node.ct("set", "101", "--unset", "physpages", "--unset", "swappages").orFail();
    assertThat(effective(node.ct("show", "101", "--json").json(), "physpages")).isNotEqualTo("64M");
  }

  @Test
  void dryRunChangesNothing(TestNode node) {
    create(node, "101");
    CtResult plan = node.ct("set", "101", "--physpages", "64M", "--dry-run").orFail();
    assertThat(plan.output()).contains("physpages").contains("64M");
    assertThat(effective(node.ct("show", "101", "--json").json(), "physpages")).isNotEqualTo("64M");
  }

  @ParameterizedTest
  @ValueSource(strings = {"halt", "poweroff"})
  void haltInsideStopsTheContainer(String command, TestNode node) {
    create(node, "101");
    node.ct("exec", "101", "--", command);
    awaitStatus(node, "101", "down");
  }

  @Test
  void rebootInsideStartsItAgain(TestNode node) {
    create(node, "101");
    int before = find(node, "101").get("initPid").asInt();
    node.ct("exec", "101", "--", "reboot");
    Await.until(
        "a new init runs",
        PATIENCE,
        () -> {
          JsonNode ct = find(node, "101");
          return ct.get("state").asText().equals("running") && ct.get("initPid").asInt() != before;
        });
  }

  @Test
  void containersReachEachOtherByTheirAddresses(TestNode node) {
    create(node, "101", "--ipadd", "10.77.0.101");
    create(node, "102", "--ipadd", "10.77.0.102", "--ipadd", "fd77::102/128");
    node.ct("set", "101", "--ipadd", "fd77::101/128").orFail();
    node.ct("exec", "101", "--", "ping", "-c", "1", "-W", "5", "10.77.0.102").orFail();
    node.ct("exec", "102", "--", "ping", "-c", "1", "-W", "5", "10.77.0.101").orFail();
    node.ct("exec", "102", "--", "ping", "-6", "-c", "1", "-W", "5", "fd77::101").orFail();
    node.ct("set", "101", "--ipdel", "all").orFail();
    // Not by a ping: what is routed to nobody leaves the host.
    assertThat(node.ct("exec", "101", "--", "ip", "address").output())
        .doesNotContain("10.77.0.101");
    assertThat(find(node, "101").get("addresses")).isEmpty();
  }

  @Test
  void sharedFoldersAreIdmapped(TestNode node) throws IOException {
    Path shared = Files.createDirectories(node.state().resolve("shared"));
    Files.writeString(shared.resolve("file"), "host\n");
    create(node, "101", "--bindmount_add", shared + ":/mnt/shared");
    assertThat(node.ct("exec", "101", "--", "cat", "/mnt/shared/file").output())
        .isEqualTo("host\n");
    node.ct("exec", "101", "--", "sh", "-c", "echo ct >/mnt/shared/new").orFail();
    assertThat(Files.getAttribute(shared.resolve("new"), "unix:uid")).isEqualTo(0);
  }

  @Test
  void filesAreCopiedInAndOut(TestNode node) throws IOException {
    create(node, "101");
    Path file = Files.write(node.state().resolve("payload"), new byte[100_000]);
    node.ct("cp", file.toString(), "101:/root/payload").orFail();
    Path back = node.state().resolve("payload.back");
    node.ct("cp", "101:/root/payload", back.toString()).orFail();
    assertThat(back).hasSameBinaryContentAs(file);
  }

  @Test
  void scriptsRunFromStandardInput(TestNode node) {
    create(node, "101");
    byte[] script = "echo one; echo two\n".getBytes(StandardCharsets.UTF_8);
    assertThat(node.ct(script, PATIENCE, "exec2", "101", "-").output()).isEqualTo("one\ntwo\n");
  }

  @Test
  void stoppedRootIsMountedForRepair(TestNode node) throws IOException {
    create(node, "101");
    node.ct("exec", "101", "--", "sh", "-c", "echo mine >/root/file").orFail();
    node.ct("stop", "101", "--fast").orFail();
    String path = node.ct("mount", "101").orFail().output().strip();
    Path root = Path.of(path.substring(path.indexOf('/')).split("\\s", 2)[0]);
    assertThat(root.resolve("root/file")).hasContent("mine\n");
    Path mended = Files.writeString(root.resolve("root/mended"), "by the host\n");
    node.ct("cp", mended.toString(), "101:/root/copied").orFail();
    assertThat(node.ct("start", "101").exitCode()).isEqualTo(41);
    node.ct("umount", "101").orFail();
    node.ct("start", "101").orFail();
    assertThat(
            node.ct("exec", "101", "--", "stat", "-c", "%u", "/root/mended", "/root/copied")
                .output())
        .isEqualTo("0\n0\n");
  }

  @Test
  void reinstallGivesAFreshRootAndKeepsTheRest(TestNode node) {
    create(node, "101", "--ipadd", "10.77.0.101", "--name", "web");
    node.ct("exec", "web", "--", "sh", "-c", "echo old >/root/file").orFail();
    node.ct("stop", "web", "--fast").orFail();
    node.ct("reinstall", "web").orFail();
    node.ct("start", "web").orFail();
    assertThat(node.ct("exec", "101", "--", "cat", "/root/file").ok()).isFalse();
    assertThat(find(node, "101").get("addresses").get(0).asText()).startsWith("10.77.0.101");
  }

  @Test
  void consoleOutputIsKept(TestNode node) {
    create(node, "101");
    node.ct("exec", "101", "--", "sh", "-c", "echo to the console >/dev/console").orFail();
    Await.until(
        "the log shows it",
        PATIENCE,
        () -> node.ct("console", "101", "--log").output().contains("to the console"));
  }

  static void create(TestNode node, String ctid, String... more) {
    String[] words = new String[4 + more.length];
    System.arraycopy(new String[] {"create", ctid, "--template", "busybox"}, 0, words, 0, 4);
    System.arraycopy(more, 0, words, 4, more.length);
    node.ct(words).orFail();
    node.ct("start", ctid).orFail();
  }

  static void awaitStatus(TestNode node, String ctid, String word) {
    Await.until(
        () -> ctid + " is " + word + ": " + node.ct("status", ctid),
        PATIENCE,
        () -> node.ct("status", ctid).output().contains(word));
  }

  static JsonNode find(TestNode node, String ctid) {
    for (JsonNode ct : node.ct("list", "--json").json()) {
      if (ct.get("ctid").asText().equals(ctid)) {
        return ct;
      }
    }
    throw new AssertionError("no container " + ctid);
  }

  static String effective(JsonNode shown, String parameter) {
    for (JsonNode value : shown.get("values")) {
      if (value.get("parameter").asText().equals(parameter)) {
        return value.get("effective").asText();
      }
    }
    return "";
  }
}
