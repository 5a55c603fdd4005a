package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The daemon and the worker die at any instant; no CT notices and nothing is left behind. */
@ExtendWith(NodeExtension.class)
class CrashIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long SEED = 20261122;

  @Test
  void runningContainersNoticeNothing(TestNode node) {
    int count = NodeExtension.count("containers adopted after kills", 10, 50);
    for (int i = 0; i < count; i++) {
      String ctid = Integer.toString(101 + i);
      ContainerIT.create(node, ctid);
      node.ct(
              "exec",
              ctid,
              "--",
              "sh",
              "-c",
              "(while :; do n=$((n+1)); echo $n >/run/counter; sleep 1; done) >/dev/null 2>&1 &")
          .orFail();
    }
    Set<Integer> inits = inits(node);
    node.killDaemon();
    node.startDaemon();
    assertThat(inits(node)).isEqualTo(inits);
    node.killWorker();
    node.ct("exec", "101", "--", "true").orFail();
    assertThat(inits(node)).isEqualTo(inits);
    node.killDaemon();
    node.killWorker();
    node.startDaemon();
    assertThat(inits(node)).isEqualTo(inits);
    for (int i = 0; i < count; i++) {
      String ctid = Integer.toString(101 + i);
      int before = counter(node, ctid);
      node.ct("set", ctid, "--cpuunits", "777").orFail();
      Await.until(
          "the counter of " + ctid + " goes on", PATIENCE, () -> counter(node, ctid) > before);
      node.ct("console", ctid, "--log").orFail();
    }
  }

  @Test
  void killedAtAnyInstantAVerbIsDoneOrUndone(TestNode node) throws IOException {
    int rounds = NodeExtension.count("kills at random instants", 3, 40);
    Random random = new Random(SEED);
    List<List<String>> verbs =
        List.of(
            List.of("create", "101", "--template", "busybox", "--ipadd", "10.77.0.101"),
            List.of("start", "101"),
            List.of("set", "101", "--physpages", "64M", "--cpuunits", "600"),
            List.of("stop", "101", "--fast"),
            List.of("destroy", "101"));
    for (int round = 0; round < rounds; round++) {
      List<String> verb = verbs.get(round % verbs.size());
      prepare(node, verb.get(0));
      CompletableFuture<Void> running =
          CompletableFuture.runAsync(() -> node.ct(verb.toArray(String[]::new)));
      java.util.concurrent.locks.LockSupport.parkNanos(random.nextInt(30_000_000));
      node.killDaemon();
      if (round % 3 == 2) {
        node.killWorker();
      }
      running.join();
      node.startDaemon();
      OpenJobs.awaitNone(node);
      assertConsistent(node, verb.toString());
      if (!NodeTraces.homes(node).isEmpty()) {
        node.ct("stop", "101", "--fast").orFail();
        node.ct("destroy", "101").orFail();
      }
      assertThat(NodeTraces.homes(node)).as("after %s", verb).isEmpty();
    }
  }

  /** Brings the node to where the verb makes sense. */
  private static void prepare(TestNode node, String verb) {
    if (verb.equals("create")) {
      return;
    }
    node.ct("create", "101", "--template", "busybox", "--ipadd", "10.77.0.101").orFail();
    if (verb.equals("set") || verb.equals("stop")) {
      node.ct("start", "101").orFail();
    }
  }

  private static void assertConsistent(TestNode node, String verb) throws IOException {
    JsonNode list = node.ct("list", "--json").json();
    Set<String> known = new TreeSet<>();
    list.forEach(ct -> known.add(ct.get("id").asText()));
    Await.until(
        () -> "folders of " + known + " after " + verb,
        PATIENCE,
        () -> NodeTraces.homes(node).equals(known));
    for (JsonNode ct : list) {
      if (ct.get("state").asText().equals("running")) {
        node.ct("exec", ct.get("id").asText(), "--", "true").orFail();
      } else {
        assertThat(ct.get("state").asText()).as("state after %s", verb).isEqualTo("stopped");
        node.ct("start", ct.get("id").asText()).orFail();
      }
    }
    assertThat(NodeTraces.cgroups(node)).as("cgroups after %s", verb).isEqualTo(known);
  }

  private static Set<Integer> inits(TestNode node) {
    Set<Integer> pids = new TreeSet<>();
    node.ct("list", "--json").json().forEach(ct -> pids.add(ct.get("initPid").asInt()));
    assertThat(pids).doesNotContain(0);
    return pids;
  }

  private static int counter(TestNode node, String ctid) {
    String text = node.ct("exec", ctid, "--", "cat", "/run/counter").orFail().output().strip();
    return text.isEmpty() ? 0 : Integer.parseInt(text);
  }
}
