package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Checks of a pool in which CTs live. */
@ExtendWith(NodeExtension.class)
class PoolCheckIT {
  private static List<String> kinds(JsonNode check) {
    return check.get("flaws").findValuesAsText("kind");
  }

  private static JsonNode check(TestNode node, String... options) {
    String[] words =
        Stream.of(new String[] {"pool", "check", "--json"}, options)
            .flatMap(Stream::of)
            .toArray(String[]::new);
    return node.ct(words).orFail().json();
  }

  @Test
  void aPoolWithRunningStoppedAndClonedCtsIsSound(TestNode node) {
    node.ct("create", "101", "--template", "busybox").orFail();
    node.ct("start", "101").orFail();
    node.ct("snapshot", "101", "--name", "s").orFail();
    node.ct("clone", "101", "102").orFail();
    node.ct("backup", "101").orFail();
    assertThat(kinds(check(node))).isEmpty();
    assertThat(kinds(check(node, "--repair"))).isEmpty();
    node.killDaemon();
    node.startDaemon();
    assertThat(kinds(check(node, "--repair"))).isEmpty();
    assertThat(node.ct("exec", "101", "--", "true").exitCode()).isZero();
    node.ct("start", "102").orFail();
    assertThat(node.ct("pool", "check").orFail().output()).contains("is sound.");
  }

  @Test
  void whatBelongsToNobodyIsSetAsideAndNothingElseIsTouched(TestNode node) throws IOException {
    node.ct("create", "101", "--template", "busybox").orFail();
    Path pool = node.state().resolve("pool");
    Path home = pool.resolve("ct/" + NodeTraces.homes(node).iterator().next());
    Path lost = Files.createDirectory(pool.resolve("ct/" + UUID.randomUUID()));
    Files.writeString(lost.resolve("root.hds"), "may be data");
    Path orphan = home.resolve("root.hdd/root.hds.{" + UUID.randomUUID() + "}");
    Files.writeString(orphan, "may be data too");
    node.ct("start", "101").orFail();
    assertThat(kinds(check(node))).containsExactlyInAnyOrder("no-record", "orphan");
    assertThat(kinds(check(node, "--repair"))).containsExactlyInAnyOrder("no-record", "orphan");
    assertThat(orphan).as("of a running one").exists();
    assertThat(lost).doesNotExist();
    node.ct("stop", "101", "--fast").orFail();
    assertThat(kinds(check(node, "--repair"))).containsExactlyInAnyOrder("set-aside", "orphan");
    assertThat(orphan).doesNotExist();
    assertThat(kinds(check(node))).containsExactly("set-aside", "set-aside");
    node.ct("start", "101").orFail();
  }
}
