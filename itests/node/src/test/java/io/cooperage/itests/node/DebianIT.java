package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Debian CTs with systemd as init. */
@ExtendWith(NodeExtension.class)
class DebianIT {
  @Test
  void systemdReachesRunningAndPackagesAreFetchedThroughNat(TestNode node) {
    DebianTemplate.require(node);
    create(node, "101", "--ipadd", "10.77.0.101", "--nat", "yes", "--hostname", "deb");
    create(node, "102", "--ipadd", "10.77.0.102");
    awaitRunning(node, "101");
    awaitRunning(node, "102");
    assertThat(node.ct("exec2", "101", "--", "systemctl", "--failed", "--no-legend").output())
        .isBlank();
    assertThat(node.ct("exec2", "101", "--", "hostname").output()).isEqualTo("deb\n");
    node.ct("exec2", "101", "--", "ping", "-c", "1", "-W", "5", "10.77.0.102").orFail();
    node.ct("exec2", "102", "--", "ping", "-c", "1", "-W", "5", "10.77.0.101").orFail();
    node.ct("exec2", "101", "--", "apt-get", "-q", "update").orFail();
  }

  @Test
  void usualProgramsMissNothingUnderTheAllowlist(TestNode node) {
    DebianTemplate.require(node);
    create(node, "101", "--syscalls", "allowlist");
    awaitRunning(node, "101");

    for (String script :
        List.of(
            "apt-get -s install --reinstall base-files",
            "perl -e 'my $p = fork(); exit 0 unless $p; waitpid($p, 0); exit $?'",
            "su nobody -s /bin/sh -c id",
            "tar -C / -cf /tmp/etc.tar etc && tar -tf /tmp/etc.tar",
            "unshare -Urmp --fork mount -t tmpfs none /mnt",
            "journalctl -n 1")) {
      node.ct("exec", "101", "--", "sh", "-c", script).orFail();
    }
  }

  @Test
  void limitsBiteAtOnce(TestNode node) {
    DebianTemplate.require(node);
    create(node, "101");
    awaitRunning(node, "101");
    node.ct("set", "101", "--physpages", "512M", "--swappages", "512M", "--cpulimit", "50")
        .orFail();
    assertThat(ContainerIT.effective(node.ct("show", "101", "--json").json(), "physpages"))
        .isEqualTo("512M");
    assertThat(node.ct("exec2", "101", "--", "systemctl", "is-system-running").output())
        .isEqualTo("running\n");
  }

  @Test
  void shutdownInsideAndStopFromOutsideAreOrderly(TestNode node) {
    DebianTemplate.require(node);
    create(node, "101");
    awaitRunning(node, "101");
    node.ct("stop", "101").orFail();
    ContainerIT.awaitStatus(node, "101", "down");
    node.ct("start", "101").orFail();
    awaitRunning(node, "101");
    node.ct("exec2", "101", "--", "systemctl", "poweroff");
    ContainerIT.awaitStatus(node, "101", "down");
  }

  @Test
  void manyBootAtOnce(TestNode node) {
    DebianTemplate.require(node);
    int count = NodeExtension.count("Debian containers at once", 4, 20);
    List<CompletableFuture<Void>> starts =
        IntStream.range(0, count)
            .mapToObj(
                i -> CompletableFuture.runAsync(() -> create(node, Integer.toString(201 + i))))
            .toList();
    starts.forEach(CompletableFuture::join);
    IntStream.range(0, count).forEach(i -> awaitRunning(node, Integer.toString(201 + i)));
  }

  private static DebianContainer create(TestNode node, String ctid, String... more) {
    return DebianContainer.start(node, ctid, more);
  }

  private static void awaitRunning(TestNode node, String ctid) {
    new DebianContainer(node, ctid).awaitRunning();
  }
}
