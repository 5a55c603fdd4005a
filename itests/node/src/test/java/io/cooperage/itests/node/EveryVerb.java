package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** A container's whole life, by the verbs that reach every provider. */
final class EveryVerb {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private EveryVerb() {}

  /** Fails when a verb does not do what it says; leaves nothing. */
  static void works(TestNode node, String ctid) {
    String address = "10.90.2." + Integer.parseInt(ctid) % 250;
    node.ct("create", ctid, "--template", "busybox", "--ipadd", address).orFail();
    node.ct("start", ctid).orFail();
    assertThat(node.ct("exec", ctid, "--", "hostname").orFail().output()).isNotBlank();
    node.ct("set", ctid, "--cpulimit", "50", "--physpages", "48M").orFail();
    var shown = node.ct("show", ctid, "--json").json();
    assertThat(ContainerIT.effective(shown, "cpulimit")).startsWith("50");
    assertThat(ContainerIT.effective(shown, "physpages")).isEqualTo("48M");
    assertThat(ContainerIT.find(node, ctid).get("addresses").get(0).asText()).startsWith(address);
    node.ct("exec", ctid, "--", "sh", "-c", "echo spoken >/dev/console").orFail();
    Await.until(
        "the console's log shows it",
        PATIENCE,
        () -> node.ct("console", ctid, "--log").output().contains("spoken"));
    node.ct("stop", ctid, "--fast").orFail();
    node.ct("destroy", ctid).orFail();
  }
}
