package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles are changed under running containers, which notice nothing. */
class DynamicsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOADER_PATIENCE = Duration.ofSeconds(40);
  private static final String SCRATCH = "901";
  private static final String IN_FLIGHT = "902";
  private static final List<String> PROVIDERS =
      List.of(
          "io.cooperage.isolation.policy",
          "io.cooperage.isolation.namespaces",
          "io.cooperage.cgroup",
          "io.cooperage.controller.cpu",
          "io.cooperage.controller.vswap",
          "io.cooperage.controller.pids",
          "io.cooperage.isolation.view",
          "io.cooperage.controller.quota",
          "io.cooperage.controller.io",
          "io.cooperage.controller.network",
          "io.cooperage.controller.devices",
          "io.cooperage.storage.ploop",
          "io.cooperage.network.routed",
          "io.cooperage.firewall.nftables",
          "io.cooperage.template.busybox",
          "io.cooperage.store.file");
  private static final List<String> ENGINE =
      List.of("io.cooperage.core", "io.cooperage.shell", "io.cooperage.rest");

  private static TestNode node;
  private static Operator operator;
  private static CountingFleet fleet;

  @BeforeAll
  static void startNode() throws IOException {
    node = TestNode.start("dyn", 7);
    node.ct("template", "build", "busybox").orFail();
    operator = Operator.enter(node);
    fleet =
        CountingFleet.start(node, NodeExtension.count("containers under changing bundles", 6, 50));
  }

  @AfterAll
  static void stopNode() {
    if (node != null) {
      node.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.cooperage.isolation.policy",
        "io.cooperage.isolation.namespaces",
        "io.cooperage.cgroup",
        "io.cooperage.controller.cpu",
        "io.cooperage.controller.vswap",
        "io.cooperage.controller.pids",
        "io.cooperage.isolation.view",
        "io.cooperage.controller.quota",
        "io.cooperage.controller.io",
        "io.cooperage.controller.network",
        "io.cooperage.controller.devices",
        "io.cooperage.storage.ploop",
        "io.cooperage.network.routed",
        "io.cooperage.firewall.nftables",
        "io.cooperage.template.busybox",
        "io.cooperage.store.file",
        "io.cooperage.core",
        "io.cooperage.shell",
        "io.cooperage.rest"
      })
  void bundleIsChangedAndNobodyNotices(String bundle) {
    operator.update(bundle);
    settle("the update of " + bundle);
    operator.stop(bundle);
    operator.start(bundle);
    settle("the restart of " + bundle);
    operator.uninstall(bundle);
    operator.reinstall(bundle);
    verify("the new installation of " + bundle);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.cooperage.isolation.policy",
        "io.cooperage.isolation.namespaces",
        "io.cooperage.cgroup",
        "io.cooperage.controller.cpu",
        "io.cooperage.controller.vswap",
        "io.cooperage.controller.pids",
        "io.cooperage.isolation.view",
        "io.cooperage.controller.quota",
        "io.cooperage.controller.io",
        "io.cooperage.controller.network",
        "io.cooperage.controller.devices",
        "io.cooperage.storage.ploop",
        "io.cooperage.network.routed",
        "io.cooperage.firewall.nftables",
        "io.cooperage.template.busybox",
        "io.cooperage.store.file"
      })
  void jobsInFlightFinishOrAreUndone(String bundle) {
    CompletableFuture<Void> inFlight = CompletableFuture.runAsync(DynamicsIT::liveOnce);
    CompletableFuture<Void> without;
    operator.stop(bundle);
    try {
      without = CompletableFuture.runAsync(DynamicsIT::tryOnce);
      fleet.assertUndisturbed("the stop of " + bundle);
    } finally {
      operator.start(bundle);
    }
    inFlight.join();
    without.join();
    OpenJobs.awaitNone(node);
    for (String ctid : List.of(IN_FLIGHT, SCRATCH)) {
      node.ct("stop", ctid, "--fast");
      node.ct("destroy", ctid);
    }
    assertOnlyFleet(bundle);
    verify("jobs without " + bundle);
  }

  @Test
  void contractIsWiredAnewAndNobodyNotices() {
    operator.refresh("io.cooperage.api");
    verify("the refresh of the contract");
    operator.update("io.cooperage.api");
    verify("the update of the contract");
  }

  @Test
  void oldClassLoadersAreCollected() {
    int cycles = NodeExtension.count("cycles of updates of every bundle", 5, 50);
    updateAll();
    int first = settledLoaders(0).size();
    for (int cycle = 1; cycle < cycles; cycle++) {
      updateAll();
    }
    verify("cycles of updates");
    List<String> stale = settledLoaders(first);
    assertThat(stale).as("former class loaders after %s cycles", cycles).hasSizeLessThan(first + 1);
  }

  private static void updateAll() {
    Stream.concat(PROVIDERS.stream(), ENGINE.stream()).forEach(operator::update);
    operator.update("io.cooperage.api");
    fleet.awaitAdopted();
  }

  /** Threads end some time after their last work, so the count falls for a while. */
  private static List<String> settledLoaders(int enough) {
    try {
      Await.until("", LOADER_PATIENCE, () -> operator.staleLoaders().size() <= enough);
    } catch (AssertionError e) {
      return operator.staleLoaders();
    }
    return operator.staleLoaders();
  }

  private static void verify(String what) {
    settle(what);
    EveryVerb.works(node, SCRATCH);
  }

  private static void settle(String what) {
    Await.until(
        () -> "after " + what + " every bundle runs: " + operator.idle(),
        PATIENCE,
        () -> operator.idle().isEmpty());
    fleet.assertUndisturbed(what);
    fleet.awaitAdopted();
  }

  private static void liveOnce() {
    node.ct("create", IN_FLIGHT, "--template", "busybox", "--ipadd", "10.90.3.2");
    node.ct("start", IN_FLIGHT);
    node.ct("set", IN_FLIGHT, "--cpulimit", "40");
    node.ct("stop", IN_FLIGHT, "--fast");
  }

  private static void tryOnce() {
    node.ct("create", SCRATCH, "--template", "busybox", "--ipadd", "10.90.3.1");
    node.ct("start", SCRATCH);
  }

  private static void assertOnlyFleet(String bundle) {
    for (JsonNode ct : node.ct("list", "--json").json()) {
      assertThat(ct.get("ctid").asText())
          .as("left after %s was away: %s", bundle, ct)
          .isNotIn(SCRATCH, IN_FLIGHT);
    }
  }
}
