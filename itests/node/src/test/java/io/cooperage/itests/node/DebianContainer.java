package io.cooperage.itests.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A Debian CT of a test node, with systemd as its init. */
record DebianContainer(TestNode node, String ctid) {
  private static final Duration BOOT = Duration.ofMinutes(5);
  private static final Duration LONG = Duration.ofMinutes(15);

  /** Creates and starts one; systemd may still be busy. */
  static DebianContainer start(TestNode node, String ctid, String... more) {
    List<String> words =
        new ArrayList<>(List.of("create", ctid, "--template", DebianTemplate.NAME));
    words.addAll(List.of(more));
    node.ct(words.toArray(String[]::new)).orFail();
    node.ct("start", ctid).orFail();
    return new DebianContainer(node, ctid);
  }

  /** Waits until systemd has started everything. */
  DebianContainer awaitRunning() {
    Await.until(
        () ->
            "systemd of "
                + ctid
                + " is running: "
                + node.ct("exec2", ctid, "--", "systemctl", "--failed", "--no-legend"),
        BOOT,
        () ->
            node.ct("exec2", ctid, "--", "systemctl", "is-system-running")
                .output()
                .equals("running\n"));
    return this;
  }

  /** Installs packages as an owner does. */
  void install(Collection<String> packages) {
    run("apt-get -q update").orFail();
    run("DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "
            + "-o Dpkg::Use-Pty=0 "
            + String.join(" ", packages))
        .orFail();
  }

  /** Runs a script as root; the first command that fails ends it. */
  CtResult run(String script) {
    return node.ct(new byte[0], LONG, "exec2", ctid, "--", "sh", "-euc", script);
  }
}
