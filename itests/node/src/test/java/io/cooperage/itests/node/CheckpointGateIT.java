package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whether CTs as the launcher makes them can be checkpointed: dumped by a current criu, killed, and
 * restored onto their own disk, with a TCP connection that never breaks.
 */
@ExtendWith(NodeExtension.class)
class CheckpointGateIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration BOOT = Duration.ofMinutes(5);
  private static final int PORT = 7;
  private static final int SOME = 20;
  private static final String COUNTER =
      "i=0; while :; do i=$((i+1)); echo $i >/root/count; usleep 50000 2>/dev/null || sleep 0.05;"
          + " done";
  private static final String ECHO =
      """
      use IO::Socket::INET;
      $listener = IO::Socket::INET->new(LocalPort => 7, Listen => 5, ReuseAddr => 1) or die;
      while ($peer = $listener->accept()) {
        next if fork();
        while (sysread($peer, $bytes, 4096)) { syswrite($peer, $bytes); }
        exit;
      }
      """;

  private static PrivateCriu criu;
  private static CheckpointProgram program;

  @BeforeAll
  static void bringCriu() throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "criu").toAbsolutePath());
    Path sources = Path.of("src", "main", "c").toAbsolutePath();
    program = CheckpointProgram.in(folder, sources.resolve("checkpoint.c"));
    try {
      criu = PrivateCriu.in(folder, sources.resolve("criu-owner.c"));
    } catch (AssertionError e) {
      Assumptions.assumeFalse(
          e.getMessage().contains("apt-get"), "no Debian mirror gives a current criu");
      throw e;
    }
    CtResult check = criu.run(Map.of(), "check");
    Assumptions.assumeTrue(check.ok(), () -> "the kernel lacks what criu needs: " + check);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ploop-overlay", "ploop"})
  void busyboxContinuesAfterRestore(String layout, TestNode node) throws IOException {
    ContainerIT.create(node, "101", "--layout", layout, "--ipadd", "10.77.9.101");
    background(node, COUNTER);
    background(node, "exec nc -ll -p " + PORT + " -e cat");
    try (Checkpoint checkpoint = new Checkpoint(node, criu, program, "101")) {
      Checkpoint.Restored restored = continues(checkpoint, "busybox on " + layout);
      restored.run("sh", "-c", "echo still here >/dev/console").orFail();
      Await.until(
          "the console shows it",
          PATIENCE,
          () -> restored.terminal().text().contains("still here"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ploop-overlay", "ploop"})
  void debianContinuesAfterRestore(String layout, TestNode node) throws IOException {
    DebianTemplate.require(node);
    node.ct(
            "create",
            "101",
            "--template",
            DebianTemplate.NAME,
            "--layout",
            layout,
            "--ipadd",
            "10.77.9.101",
            "--features",
            "migratable:on")
        .orFail();
    node.ct("start", "101").orFail();
    Path script = Files.writeString(node.state().resolve("echo.pl"), ECHO);
    Await.until(
        "systemd is running",
        BOOT,
        () ->
            node.ct("exec2", "101", "--", "systemctl", "is-system-running")
                .output()
                .equals("running\n"));
    node.ct("cp", script.toString(), "101:/root/echo.pl").orFail();
    unit(node, "counter", "sh", "-c", COUNTER);
    unit(node, "echo", "perl", "/root/echo.pl");
    String journal = main(node.ct("exec2", "101", "--", "systemctl", "show", "-pMainPID", JOURNAL));
    try (Checkpoint checkpoint = new Checkpoint(node, criu, program, "101")) {
      Checkpoint.Restored restored = continues(checkpoint, "Debian on " + layout);
      assertThat(restored.run("systemctl", "is-system-running").output()).isEqualTo("running\n");
      restored.run("systemctl", "restart", "ssh.service").orFail();
      assertThat(restored.run("systemctl", "is-active", "ssh.service").output())
          .isEqualTo("active\n");
      assertThat(main(restored.run("systemctl", "show", "-pMainPID", JOURNAL))).isEqualTo(journal);
      // Else systemd takes no sign of life from the main processes that it knew before the dump.
      assertThat(restored.run("systemctl", "show", "-pNotifyAccess", JOURNAL).output())
          .isEqualTo("NotifyAccess=all\n");
    }
  }

  private static final String JOURNAL = "systemd-journald.service";

  /** Dumps and restores, and checks everything that does not depend on the template. */
  private static Checkpoint.Restored continues(Checkpoint checkpoint, String what)
      throws IOException {
    Await.until(
        "the echo service listens", PATIENCE, () -> EchoClient.accepts(checkpoint.address(), PORT));
    try (EchoClient client = EchoClient.connect(checkpoint.address(), PORT)) {
      client.awaitEchoes(SOME, PATIENCE);
      double uptime = uptime(checkpoint.initBefore());
      String maps = maps(checkpoint.initBefore());
      Set<String> mounts = mounts(checkpoint.initBefore());
      Duration dump = checkpoint.dump();
      Checkpoint.Restored restored = checkpoint.restore();
      client.awaitEchoes(SOME, PATIENCE);
      System.out.printf(
          "%s: dump %d ms, restore %d ms, longest gap %d ms%n",
          what, dump.toMillis(), restored.time().toMillis(), client.longestGap().toMillis());
      assertThat(program.owner(restored.init()))
          .isEqualTo(new CheckpointProgram.Owner(checkpoint.base(), true));
      assertThat(maps(restored.init())).isEqualTo(maps);
      assertThat(mounts(restored.init())).isEqualTo(mounts);
      assertThat(uptime(restored.init())).isBetween(uptime, uptime + PATIENCE.toSeconds());
      assertThat(Files.readString(Path.of("/proc/" + restored.init() + "/status")))
          .contains("Seccomp:\t2");
      assertThat(Files.readString(Path.of("/proc/" + restored.init() + "/cgroup")).lines())
          .contains("0::" + checkpoint.groups().get("") + tail(restored.init()));
      assertCounts(restored);
      return restored;
    }
  }

  /** systemd sits in a group of its own below the namespace's root. */
  private static String tail(long init) throws IOException {
    return Files.readString(Path.of("/proc/" + init + "/cmdline")).contains("/sbin/init")
        ? "/init.scope"
        : "";
  }

  private static void assertCounts(Checkpoint.Restored restored) {
    String first = restored.run("cat", "/root/count").output();
    Await.until(
        "the counter goes on",
        PATIENCE,
        () -> {
          String now = restored.run("cat", "/root/count").output();
          return !now.isBlank()
              && Long.parseLong(now.strip()) > Long.parseLong("0" + first.strip());
        });
    assertThat(Long.parseLong("0" + first.strip())).isGreaterThan(1);
  }

  private static double uptime(long pid) {
    String text = Programs.output("nsenter", "-t", Long.toString(pid), "-T", "cat", "/proc/uptime");
    return Double.parseDouble(text.split(" ", 2)[0]);
  }

  private static String maps(long pid) throws IOException {
    Path process = Path.of("/proc/" + pid);
    return Files.readString(process.resolve("uid_map"))
        + Files.readString(process.resolve("gid_map"));
  }

  /** Where something is mounted, how, and of what type; the order is criu's own. */
  private static Set<String> mounts(long pid) throws IOException {
    Set<String> all = new TreeSet<>();
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/mountinfo"))) {
      String[] fields = line.split(" ", -1);
      all.add(fields[4] + " " + fields[5] + line.replaceAll(".* - (\\S+) .*", " $1"));
    }
    return all;
  }

  private static String main(CtResult shown) {
    return shown.orFail().output().strip();
  }

  private static void background(TestNode node, String line) {
    byte[] none = "".getBytes(StandardCharsets.UTF_8);
    String all = "setsid sh -c '" + line + "' </dev/null >/dev/null 2>&1 &";
    node.ct(none, PATIENCE, "exec", "101", "--", "sh", "-c", all).orFail();
  }

  private static void unit(TestNode node, String name, String... command) {
    String[] words = new String[5 + command.length];
    String[] head = {"exec", "101", "--", "systemd-run", "--unit=" + name};
    System.arraycopy(head, 0, words, 0, head.length);
    System.arraycopy(command, 0, words, head.length, command.length);
    node.ct(words).orFail();
  }
}
