package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A CT that holds containers of its own. */
@ExtendWith(NodeExtension.class)
class NestingIT {
  private static final String STORE = "/var/lib/containers";
  private static final int IDS = 65536;

  @Test
  void otherRuntimesRunInside(TestNode node) throws IOException {
    DebianTemplate.require(node);
    List<Software> all = Software.of("nesting");
    DebianContainer outer =
        DebianContainer.start(
            node, "103", "--features", "nesting:on", "--ipadd", "10.77.0.103", "--nat", "yes");
    outer.awaitRunning();
    outer.install(all.stream().flatMap(s -> s.packages().stream()).toList());

    for (Software software : all) {
      CtResult result = outer.run("set -x\n" + software.script());
      assertThat(result.exitCode())
          .as("%s: %s%s", software.file(), result.output(), result.error())
          .isZero();
    }
    assertThat(outer.run("systemctl --failed --no-legend").output()).isBlank();
  }

  @Test
  void withoutTheFeatureNothingIsThere(TestNode node) {
    ContainerIT.create(node, "101");

    assertThat(inside(node, "cat", "/proc/self/uid_map").strip()).endsWith(" " + IDS);
    assertThat(inside(node, "cat", "/proc/mounts")).doesNotContain(STORE);
    assertThat(features(node)).doesNotContain("feature nesting");
  }

  @Test
  void theFeatureHoldsFromTheNextStartOnAndItsStoreIsKeptWhenItGoes(TestNode node) {
    ContainerIT.create(node, "101");
    ContainerIT.create(node, "102");
    node.ct("set", "101", "--features", "nesting:on").orFail();
    assertThat(inside(node, "cat", "/proc/mounts")).doesNotContain(STORE);

    node.ct("restart", "101").orFail();

    assertThat(inside(node, "cat", "/proc/self/uid_map").strip()).endsWith(" " + 2 * IDS);
    assertThat(inside(node, "cat", "/proc/mounts")).containsPattern(STORE + " (ext4|xfs) ");
    assertThat(features(node)).contains("feature nesting");
    inside(
        node, "sh", "-c", "echo layers >" + STORE + "/image && chown 131071 " + STORE + "/image");
    node.ct("set", "101", "--features", "nesting:off").orFail();
    node.ct("restart", "101").orFail();
    assertThat(node.ct("exec", "101", "--", "ls", STORE + "/image").ok()).isFalse();
    node.ct("set", "101", "--features", "nesting:on").orFail();
    node.ct("restart", "101").orFail();
    assertThat(inside(node, "stat", "-c", "%u", STORE + "/image")).isEqualTo("131071\n");
  }

  @Test
  void theStoreGoesAlongWithACloneOfTheContainer(TestNode node) {
    ContainerIT.create(node, "101", "--features", "nesting:on");
    inside(node, "sh", "-c", "echo layers >" + STORE + "/image && sync");
    node.ct("stop", "101", "--fast").orFail();

    node.ct("clone", "101", "102").orFail();

    node.ct("start", "102").orFail();
    assertThat(node.ct("exec", "102", "--", "cat", STORE + "/image").orFail().output())
        .isEqualTo("layers\n");
    assertThat(node.ct("exec", "102", "--", "cat", "/proc/self/uid_map").output().strip())
        .endsWith(" " + 2 * IDS);
  }

  @Test
  void aContainerIsEitherMigratableOrHoldsOthers(TestNode node) {
    CtResult refused =
        node.ct("create", "101", "--template", "busybox", "--features", "nesting:on,migratable:on");

    assertThat(refused.ok()).isFalse();
    assertThat(refused.error()).contains("must not have both migratable and nesting on");
    assertThat(node.ct("status", "101").output()).doesNotContain(" exist ");
  }

  @Test
  void aLinkInTheWayOfTheStoreLeadsNowhere(TestNode node) {
    ContainerIT.create(node, "101");
    inside(node, "sh", "-c", "mkdir -p /var/lib && ln -s /etc " + STORE);
    node.ct("set", "101", "--features", "nesting:on").orFail();

    CtResult refused = node.ct("restart", "101");

    assertThat(refused.ok()).isFalse();
    assertThat(refused.error()).contains(STORE, "ELOOP");
  }

  private static String inside(TestNode node, String... command) {
    String[] words = new String[3 + command.length];
    System.arraycopy(new String[] {"exec", "101", "--"}, 0, words, 0, 3);
    System.arraycopy(command, 0, words, 3, command.length);
    return node.ct(words).orFail().output();
  }

  private static List<String> features(TestNode node) {
    JsonNode layers = node.ct("isolation", "101", "--json").orFail().json().get("layers");
    return StreamSupport.stream(layers.spliterator(), false)
        .map(layer -> layer.get("name").asText())
        .toList();
  }
}
