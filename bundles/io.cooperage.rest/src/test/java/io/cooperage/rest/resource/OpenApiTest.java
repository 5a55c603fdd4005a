package io.cooperage.rest.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cooperage.api.container.ContainerState;
import io.cooperage.rest.http.Route;
import io.cooperage.rest.testing.Answer;
import io.cooperage.rest.testing.TestNode;
import io.cooperage.rest.testing.TestServer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  private static final Pattern PATH = Pattern.compile("  (/\\S*):");
  private static final Pattern METHOD = Pattern.compile("    (get|put|post|patch|delete):");

  private static Set<String> described(String yaml) {
    Set<String> operations = new TreeSet<>();
    String path = "";
    for (String line : yaml.lines().toList()) {
      Matcher p = PATH.matcher(line);
      Matcher m = METHOD.matcher(line);
      if (p.matches()) {
        path = p.group(1);
      } else if (m.matches()) {
        operations.add(m.group(1).toUpperCase(Locale.ROOT) + " " + path);
      }
    }
    return operations;
  }

  @Test
  void theDescriptionAndTheServerNameTheSameOperations() {
    TestNode node = new TestNode();
    try (TestServer server = node.serve()) {
      Answer yaml = server.send("GET", "/1.0/openapi.yaml");

      Set<String> served = new TreeSet<>();
      for (Route route : node.resources().stream().flatMap(r -> r.routes().stream()).toList()) {
        served.add(route.method() + " " + route.pattern());
      }
      assertThat(described(yaml.body())).isEqualTo(served).hasSizeGreaterThan(30);
    }
  }

  private static String schema(String yaml, String name) {
    Matcher m = Pattern.compile("(?ms)^    " + name + ":$(.*?)^    \\w").matcher(yaml);
    assertThat(m.find()).as("schema of " + name).isTrue();
    return m.group(1);
  }

  @Test
  void everySchemaThatIsReferredToIsDescribed() {
    TestNode node = new TestNode();
    try (TestServer server = node.serve()) {
      String yaml = server.send("GET", "/1.0/openapi.yaml").body();
      Matcher m = Pattern.compile("#/components/schemas/(\\w+)'").matcher(yaml);
      while (m.find()) {
        assertThat(yaml).contains("\n    " + m.group(1) + ":");
      }
    }
  }

  @Test
  void quotasAreDescribedAsTheServerAnswersThem() {
    TestNode node = new TestNode();
    node.containers.add(101, "", ContainerState.RUNNING);
    try (TestServer server = node.serve()) {
      String quotas = "/1.0/containers/101/quotas";
      server.json("PUT", quotas + "/user/1000", "{\"hardSpace\":200}");
      JsonNode entry = server.send("GET", quotas).json().get(0);
      String yaml = server.send("GET", "/1.0/openapi.yaml").body();
      entry
          .fieldNames()
          .forEachRemaining(f -> assertThat(schema(yaml, "QuotaEntry")).contains(" " + f + ": {"));
      entry
          .get("limits")
          .fieldNames()
          .forEachRemaining(f -> assertThat(schema(yaml, "QuotaLimits")).contains(" " + f + ": {"));
    }
  }

  @Test
  void isolationIsDescribedAsTheServerAnswersIt() {
    TestNode node = new TestNode();
    node.containers.add(101, "", ContainerState.RUNNING);
    try (TestServer server = node.serve()) {
      JsonNode report = server.send("GET", "/1.0/containers/101/isolation").json();
      String yaml = server.send("GET", "/1.0/openapi.yaml").body();
      report
          .fieldNames()
          .forEachRemaining(
              f -> assertThat(schema(yaml, "IsolationReport")).contains(" " + f + ": {"));
      report
          .get("layers")
          .get(0)
          .fieldNames()
          .forEachRemaining(
              f -> assertThat(schema(yaml, "IsolationLayer")).contains(" " + f + ": {"));
    }
  }

  @Test
  void theFirewallIsDescribedAsTheServerAnswersIt() {
    TestNode node = new TestNode();
    node.containers.add(101, "", ContainerState.RUNNING);
    try (TestServer server = node.serve()) {
      JsonNode firewall = server.send("GET", "/1.0/containers/101/firewall").json();
      String yaml = server.send("GET", "/1.0/openapi.yaml").body();
      firewall
          .fieldNames()
          .forEachRemaining(f -> assertThat(schema(yaml, "Firewall")).contains(" " + f + ": {"));
      firewall
          .get("counts")
          .get(0)
          .fieldNames()
          .forEachRemaining(
              f -> assertThat(schema(yaml, "FirewallCount")).contains(" " + f + ": {"));
    }
  }

  @Test
  void everyDescribedOperationIsAnsweredByTheRunningServer() {
    TestNode node = new TestNode();
    try (TestServer server = node.serve()) {
      String yaml = server.send("GET", "/1.0/openapi.yaml").body();
      for (String operation : described(yaml)) {
        List<String> words = List.of(operation.split(" ", 2));
        if (words.get(1).equals("/1.0/events")) {
          continue; // its answer has no end; EventsResourceTest reads it
        }
        String path = words.get(1).replaceAll("\\{[a-z]+}", "nothing");
        Answer answer = server.send(words.get(0), path);
        assertThat(answer.status()).as(operation).isNotIn(405, 500);
        assertThat(answer.body()).as(operation).doesNotContain("there is no resource");
      }
    }
  }
}
