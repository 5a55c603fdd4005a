package io.cooperage.itests.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;

/**
 * The Debian template of a test node: built once, or the test is skipped because no mirror answers.
 */
final class DebianTemplate {
  static final String NAME = "debian-13";
  private static final Duration LIMIT = Duration.ofMinutes(20);

  private DebianTemplate() {}

  static void require(TestNode node) {
    if (built(node)) {
      return;
    }
    // Progress goes to standard error too, so its words tell something only of a build that failed.
    CtResult build = node.ct(new byte[0], LIMIT, "template", "build", NAME);
    Assumptions.assumeFalse(
        !build.ok() && build.error().contains("mirror"),
        () -> "no Debian mirror answers: " + build.error().strip());
    build.orFail();
  }

  private static boolean built(TestNode node) {
    for (JsonNode template : node.ct("template", "list", "--json").json()) {
      if (template.get("name").asText().equals(NAME)) {
        return !template.get("digest").asText().isEmpty();
      }
    }
    return false;
  }
}
