package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What CTs of a real node can reach, of each other and of the host. */
@ExtendWith(NodeExtension.class)
class FirewallIT {
  private static final String SERVER = "10.77.2.101";
  private static final String CLIENT = "10.77.2.102";
  private static final int WEB = 9000;
  private static final int SSH = 9001;
  private static final int MILLIS = 1500;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void rulesDecideWhatReachesAContainerAndOutliveTheDaemonAndARestart(TestNode node)
      throws IOException {
    pair(node);
    assertThat(reach(node, SSH)).as("without rules").isEqualTo("both");

    node.ct("firewall", "101", "add", "in", "accept", "tcp", "port", "9000").orFail();
    node.ct("firewall", "101", "policy", "in", "drop").orFail();
    judged(node, "with a policy");
    assertThat(node.ct("firewall", "101", "list").output())
        .containsPattern("1 +in accept tcp port 9000 +[1-9]")
        .containsPattern("policy in drop +[1-9]");

    node.killDaemon();
    assertThat(fromHost(WEB)).as("without a daemon").isTrue();
    assertThat(fromHost(SSH)).as("without a daemon").isFalse();
    node.startDaemon();
    judged(node, "with the next daemon");
    JsonNode listed = node.ct("firewall", "101", "list", "--json").json();
    assertThat(listed.get("counts").get(0).get("packets").asInt()).isPositive();

    node.ct("restart", "101", "--fast").orFail();
    serve(node);
    judged(node, "after a restart");
    node.ct("firewall", "101", "flush").orFail();
    assertThat(reach(node, WEB)).as("flushed").isEqualTo("none");
    node.ct("firewall", "101", "policy", "in", "accept").orFail();
    assertThat(reach(node, SSH)).as("open again").isEqualTo("both");
    assertThat(Programs.output("nft", "list", "tables")).contains("_firewall");
  }

  @Test
  void whatAContainerSendsIsJudgedToo(TestNode node) throws IOException {
    pair(node);
    String rule = "out reject tcp to " + SERVER + " port " + SSH;

    node.ct("set", "102", "--firewall_add", rule, "--firewall_add", "out drop udp").orFail();
    assertThat(fromClient(node, SERVER, WEB)).isTrue();
    assertThat(fromClient(node, SERVER, SSH)).isFalse();
    assertThat(fromHost(SSH)).as("the host is not the client").isTrue();

    node.ct("firewall", "102", "delete", "1").orFail();
    assertThat(fromClient(node, SERVER, SSH)).isTrue();
    assertThat(node.ct("show", "102").output()).contains("out drop udp");
    assertThat(Programs.output("nft", "list", "ruleset")).contains("jump out_");
    node.ct("stop", "102", "--fast").orFail();
    assertThat(Programs.output("nft", "list", "ruleset")).doesNotContain("jump out_");
  }

  @Test
  void oneRuleIsDeletedAndOneThatIsThereOnlyMovesUp(TestNode node) {
    ContainerIT.create(node, "101", "--ipadd", SERVER);
    node.ct("firewall", "101", "add", "in", "accept", "from", "10.0.0.0").orFail();
    node.ct("firewall", "101", "add", "in", "accept", "from", "10.0.0.0/8").orFail();
    node.ct("firewall", "101", "delete", "1").orFail();
    assertThat(rules(node)).containsExactly("in accept from 10.0.0.0/8");

    node.ct("firewall", "101", "add", "in", "drop").orFail();
    CtResult twice =
        node.ct("firewall", "101", "add", "IN", "accept", "from", "10.1.0.0/8", "--at", "3");
    assertThat(twice.ok()).isFalse();
    assertThat(twice.error()).contains("delete it there first");
    node.ct("firewall", "101", "add", "in", "drop", "--at", "1").orFail();
    assertThat(rules(node)).containsExactly("in drop", "in accept from 10.0.0.0/8");
  }

  private static List<String> rules(TestNode node) {
    List<String> rules = new ArrayList<>();
    node.ct("firewall", "101", "list", "--json")
        .json()
        .get("rules")
        .forEach(rule -> rules.add(rule.asText()));
    return rules;
  }

  @Test
  void aContainerWithRulesDoesNotStartWhileTheFirewallIsAway(TestNode node) {
    ContainerIT.create(node, "101", "--ipadd", SERVER);
    ContainerIT.create(node, "102", "--ipadd", CLIENT);
    node.ct("firewall", "101", "policy", "in", "drop").orFail();
    node.ct("bundle:stop", "io.cooperage.firewall.nftables").orFail();
    try {
      CtResult refused = node.ct("restart", "101", "--fast");
      assertThat(refused.ok()).isFalse();
      assertThat(refused.error()).contains("without its firewall_in", "--force");
      assertThat(ContainerIT.find(node, "101").get("state").asText()).isEqualTo("running");
      node.ct("stop", "101", "--fast").orFail();
      assertThat(node.ct("start", "101").ok()).isFalse();
      node.ct("restart", "102", "--fast").orFail();
      node.ct("start", "101", "--force").orFail();
    } finally {
      node.ct("bundle:start", "io.cooperage.firewall.nftables").orFail();
    }
    Await.until(
        "the policy is in force again",
        PATIENCE,
        () ->
            "drop"
                .equals(
                    ContainerIT.effective(node.ct("show", "101", "--json").json(), "firewall_in")));
  }

  @Test
  void wrongRulesAreRefusedTogetherBeforeAnythingIsChanged(TestNode node) {
    ContainerIT.create(node, "101", "--ipadd", SERVER);
    String before = node.ct("firewall", "101", "list").output();

    CtResult wrong =
        node.ct(
            "set",
            "101",
            "--cpuunits",
            "2000",
            "--firewall_add",
            "in allow tcp port 0",
            "--firewall_add",
            "up accept; flush ruleset",
            "--firewall_in",
            "maybe");

    assertThat(wrong.exitCode()).isNotZero();
    assertThat(wrong.error()).contains("'allow'", "port 0", "'up'", "firewall_in 'maybe'");
    assertThat(node.ct("firewall", "101", "list").output()).isEqualTo(before);
    assertThat(ContainerIT.effective(node.ct("show", "101", "--json").json(), "cpuunits"))
        .isNotEqualTo("2000");
    assertThat(node.ct("firewall", "101", "delete", "1").ok()).isFalse();
    assertThat(node.ct("firewall", "101", "add", "in", "accept", "--at", "2").ok()).isFalse();
  }

  @Test
  void aContainersOwnNftablesWorkAndCannotOpenWhatTheHostHasShut(TestNode node) throws IOException {
    Assumptions.assumeTrue(Files.exists(Path.of("/usr/sbin/nft")), "nft is not installed");
    pair(node);
    node.ct("firewall", "101", "add", "in", "drop", "tcp", "port", "9001").orFail();

    inside(node, "add table inet own");
    inside(node, "add chain inet own in { type filter hook input priority 0; }");
    inside(node, "add rule inet own in tcp dport 9000 ct state new reject");
    assertThat(reach(node, WEB)).isEqualTo("none");
    inside(node, "flush ruleset");
    assertThat(reach(node, WEB)).isEqualTo("both");
    assertThat(reach(node, SSH)).isEqualTo("none");
  }

  @Test
  void noServiceOfTheHostIsReachedAndNoForeignAddressIsSentFrom(TestNode node) throws IOException {
    pair(node);
    try (ServerSocket service = new ServerSocket(0)) {
      for (String address : hostAddresses()) {
        assertThat(fromClient(node, address, service.getLocalPort())).as(address).isFalse();
      }
    }
    assertThat(node.ct("exec", "102", "--", "ping", "-c", "1", "-W", "5", "169.254.1.1").ok())
        .isTrue();
    node.ct("exec", "102", "--", "ip", "addr", "add", "10.77.2.99/32", "dev", "eth0").orFail();
    String line = "nc -w 2 -s 10.77.2.99 " + SERVER + " " + WEB + " </dev/null";
    assertThat(node.ct("exec", "102", "--", "sh", "-c", line).ok()).isFalse();
    assertThat(fromClient(node, SERVER, WEB)).as("from its own address").isTrue();
  }

  /** A CT that serves on two ports, and one that does not. */
  private static void pair(TestNode node) {
    ContainerIT.create(node, "101", "--ipadd", SERVER);
    ContainerIT.create(node, "102", "--ipadd", CLIENT);
    serve(node);
  }

  private static void serve(TestNode node) {
    for (int port : List.of(WEB, SSH)) {
      String line =
          "setsid sh -c 'exec nc -ll -p " + port + " -e cat' </dev/null >/dev/null 2>&1 &";
      node.ct(new byte[0], PATIENCE, "exec", "101", "--", "sh", "-c", line).orFail();
    }
    Await.until(
        "both services listen",
        PATIENCE,
        () -> {
          String listening = node.ct("exec", "101", "--", "netstat", "-ltn").output();
          return listening.contains(":" + WEB) && listening.contains(":" + SSH);
        });
  }

  private static void judged(TestNode node, String when) throws IOException {
    assertThat(reach(node, WEB)).as(when).isEqualTo("both");
    assertThat(reach(node, SSH)).as(when).isEqualTo("none");
  }

  /** Who reaches a port of the first CT: the host, the other CT, both or none. */
  private static String reach(TestNode node, int port) throws IOException {
    boolean host = fromHost(port);
    boolean other = fromClient(node, SERVER, port);
    return host && other ? "both" : host ? "host" : other ? "other" : "none";
  }

  private static boolean fromHost(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(SERVER, port), MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean fromClient(TestNode node, String address, int port) {
    String line = "nc -w 2 " + address + " " + port + " </dev/null";
    return node.ct("exec", "102", "--", "sh", "-c", line).ok();
  }

  /** All but those that a CT has itself. */
  private static List<String> hostAddresses() throws IOException {
    List<String> addresses = new ArrayList<>(List.of("169.254.1.1"));
    NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(a -> !a.isLoopbackAddress() && !a.isLinkLocalAddress())
        .filter(a -> a.getAddress().length == 4)
        .forEach(a -> addresses.add(a.getHostAddress()));
    return addresses;
  }

  /** As the first CT's root, by the host's program: busybox has none. */
  private static void inside(TestNode node, String command) {
    String pid = ContainerIT.find(node, "101").get("initPid").asText();
    Programs.output("nsenter", "-t", pid, "-U", "-n", "/usr/sbin/nft", command);
  }
}
