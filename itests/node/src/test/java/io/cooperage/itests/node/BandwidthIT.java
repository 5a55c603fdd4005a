package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bandwidth of CTs of a real node, changed while traffic flows. */
class BandwidthIT {
  private static final String ADDRESS = "10.78.0.101";
  private static final int SOURCE = 9000;
  private static final int SINK = 9001;
  private static final int NOBODY = 9002;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SETTLE = Duration.ofSeconds(1);
  private static final Duration TIME = Duration.ofSeconds(3);
  private static final int TRIES = 5;
  private static final double LEAST = 0.9;
  private static final double MOST = 1.1;

  private static TestNode node;

  @BeforeAll
  static void startNode() throws IOException {
    node = TestNode.install("band", 8);
    node.configure("io.cooperage.controller.network", Map.of("total", "1G", "totalIn", "1G"));
    node.startKeeper();
    node.startDaemon();
    node.ct("template", "build", "busybox").orFail();
  }

  @AfterAll
  static void stopNode() {
    if (node != null) {
      node.close();
    }
    assertThat(devices()).doesNotContain("band-out", "band-in");
  }

  @AfterEach
  void destroyAll() {
    for (JsonNode ct : node.ct("list", "--json").json()) {
      node.ct("stop", ct.get("id").asText(), "--fast");
      node.ct("destroy", ct.get("id").asText()).orFail();
    }
  }

  @Test
  void limitsHoldBothWaysAndChangeUnderLoad() throws IOException {
    serve("101", ADDRESS);
    node.ct("set", "101", "--ratelimit", "10M", "--ratelimitin", "100M").orFail();
    assertThat(node.ct("show", "101").output()).contains("band-out ceil").contains("band-in ceil");
    try (PlainStream sent = PlainStream.from(ADDRESS, SOURCE);
        PlainStream received = PlainStream.to(ADDRESS, SINK)) {
      assertLimited("out", sent::bytes, 10);
      assertLimitedIn("in", 100);
      changeOften();
      assertLimitedOut("out after changes", sent, 20);
      assertLimitedIn("in after changes", 30);
      assertThat(effective("ratelimit")).isEqualTo("20M");

      node.ct("set", "101", "--unset", "ratelimit", "--unset", "ratelimitin").orFail();
      try (PlainStream fresh = PlainStream.from(ADDRESS, SOURCE)) {
        LongSupplier both = () -> sent.bytes() + fresh.bytes();
        assertThat(PlainStream.rate(both, SETTLE, TIME)).isGreaterThan(30);
      }
      assertThat(sent.broken() + received.broken()).isEmpty();
    }
  }

  private static void changeOften() {
    int changes = NodeExtension.count("changes of bandwidth under load", 20, 1000);
    Random random = new Random(1);
    for (int i = 0; i < changes; i++) {
      String limit = 1 + random.nextInt(200) + "M";
      node.ct("set", "101", "--ratelimit", limit, "--ratelimitin", limit).orFail();
    }
    node.ct("set", "101", "--ratelimit", "20M", "--ratelimitin", "30M").orFail();
  }

  @Test
  void aKilledDaemonLeavesTheLimitInForceAndTheNextOneKeepsIt() throws IOException {
    serve("101", ADDRESS);
    node.ct("set", "101", "--ratelimit", "15M").orFail();
    try (PlainStream sent = PlainStream.from(ADDRESS, SOURCE)) {
      Await.until(
          "an event names the limit",
          PATIENCE,
          () -> node.ct("events", "--type", "limit.").output().contains("ratelimit of 15M"));
      node.killDaemon();
      assertLimited("out without a daemon", sent::bytes, 15);

      node.startDaemon();
      assertThat(effective("ratelimit")).isEqualTo("15M");
      assertLimited("out with the next daemon", sent::bytes, 15);
      assertThat(sent.broken()).isEmpty();
    }
    node.ct("stop", "101", "--fast").orFail();
    Await.until(
        "the stopped CT's class is gone",
        PATIENCE,
        () -> !Programs.output("tc", "class", "show", "dev", "band-out").contains("parent c0:1"));
  }

  @Test
  void aGuaranteeIsOfWhatTheNodeHasAndBringsEveryContainerIntoTheQueue() {
    ContainerIT.create(node, "101");
    ContainerIT.create(node, "102");

    CtResult beyond = node.ct("set", "102", "--rate", "2G", "--ratelimitin", "7");
    CtResult contrary = node.ct("set", "102", "--rate", "20M", "--ratelimit", "10M");

    assertThat(beyond.ok()).isFalse();
    assertThat(beyond.error()).contains("ratelimitin '7'");
    assertThat(contrary.error()).contains("ratelimit '10M' must be at least rate");
    node.ct("set", "102", "--rate", "400M").orFail();
    assertThat(node.ct("show", "102").output()).contains("band-out rate");
    assertThat(node.ct("show", "101").output()).contains("band-out rate");
    node.ct("set", "102", "--unset", "rate").orFail();
    assertThat(node.ct("show", "101").output()).doesNotContain("band-out");
  }

  private static void serve(String ctid, String address) {
    ContainerIT.create(node, ctid, "--ipadd", address);
    background(ctid, "exec nc -ll -p " + SOURCE + " -e cat /dev/zero");
    background(ctid, "exec nc -ll -p " + SINK + " -e sh -c \"exec cat >/dev/null\"");
    Await.until(
        "both services listen",
        PATIENCE,
        () -> node.ct("exec", ctid, "--", "netstat", "-ltn").output().contains(":" + SINK));
  }

  private static void background(String ctid, String line) {
    String all = "setsid sh -c '" + line + "' </dev/null >/dev/null 2>&1 &";
    node.ct(new byte[0], PATIENCE, "exec", ctid, "--", "sh", "-c", all).orFail();
  }

  /**
   * One stream would not do: a host that sends by BBR took a busy machine for a slow path of 30
   * Mbit/s, with a limit of 100 unused.
   */
  private static void assertLimitedIn(String what, double limit) throws IOException {
    try (DatagramFlood flood = DatagramFlood.to(ADDRESS, NOBODY)) {
      assertLimited(what, BandwidthIT::reached, limit);
      assertThat(flood.broken()).isEmpty();
    }
  }

  /**
   * New streams beside the one that stays: BBR long takes the slowest of many limits for the path.
   */
  private static void assertLimitedOut(String what, PlainStream staying, double limit)
      throws IOException {
    try (PlainStream first = PlainStream.from(ADDRESS, SOURCE);
        PlainStream second = PlainStream.from(ADDRESS, SOURCE)) {
      assertLimited(what, () -> staying.bytes() + first.bytes() + second.bytes(), limit);
    }
  }

  /**
   * A busy machine may deliver less than it could, so that is tried again; what is above a limit is
   * always a fault.
   */
  private static void assertLimited(String what, LongSupplier counter, double limit) {
    double got = 0;
    for (int i = 0; i < TRIES && got < limit * LEAST; i++) {
      got = PlainStream.rate(counter, SETTLE, TIME);
      System.out.printf("%s: asked %.0f Mbit/s, got %.2f%n", what, limit, got);
      assertThat(got).as(what).isLessThan(limit * MOST);
    }
    assertThat(got).as(what).isGreaterThan(limit * LEAST);
  }

  /** Bytes of frames that came through to the CT, as the host's end of its device counts them. */
  private static long reached() {
    String device =
        Programs.output("ip", "route", "show", ADDRESS).replaceAll("(?s).* dev (\\S+).*", "$1");
    try {
      return Long.parseLong(
          Files.readString(Path.of("/sys/class/net", device, "statistics/tx_bytes")).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String effective(String parameter) {
    return ContainerIT.effective(node.ct("show", "101", "--json").orFail().json(), parameter);
  }

  private static String devices() {
    return Programs.output("ip", "-o", "link");
  }
}
