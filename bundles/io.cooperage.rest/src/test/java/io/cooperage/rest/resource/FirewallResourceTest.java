package io.cooperage.rest.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.rest.testing.TestNode;
import io.cooperage.rest.testing.TestServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FirewallResourceTest {
  private static final String FIREWALL = "/1.0/containers/101/firewall";

  private final TestNode node = new TestNode();
  private final TestServer server = node.serve();

  @BeforeEach
  void add() {
    node.containers.add(101, "", ContainerState.RUNNING);
    node.containers.parameters(
        101, Map.of("firewall", List.of("in drop"), "firewall_out", List.of("reject")));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private int json(String method, String path, String body) {
    return server.json(method, FIREWALL + path, body).status();
  }

  @Test
  void rulesPoliciesAndCountersAreAnswered() {
    JsonNode answer = server.send("GET", FIREWALL).json();

    assertThat(answer.get("in").asText()).isEqualTo("accept");
    assertThat(answer.get("out").asText()).isEqualTo("reject");
    assertThat(answer.get("rules").get(0).asText()).isEqualTo("in drop");
    assertThat(answer.get("counts").get(0).get("packets").asInt()).isEqualTo(2);
  }

  @Test
  void aRuleIsAddedInItsPlaceAndTakenAway() {
    assertThat(json("POST", "/rules", "{\"rule\":\"out drop\"}")).isEqualTo(200);
    assertThat(json("POST", "/rules", "{\"rule\":\"out drop\",\"at\":1}")).isEqualTo(200);
    assertThat(server.send("DELETE", FIREWALL + "/rules/1").status()).isEqualTo(200);

    assertThat(node.containers.asked())
        .contains(
            List.of(RawSetting.add("firewall", "out drop")),
            List.of(RawSetting.set("firewall", "out drop"), RawSetting.set("firewall", "in drop")),
            List.of(RawSetting.reset("firewall")));
  }

  @Test
  void everythingIsReplacedAsOneChange() {
    assertThat(json("PUT", "", "{\"in\":\"drop\",\"rules\":[\"in accept icmp\"]}")).isEqualTo(200);
    assertThat(json("PUT", "", "{}")).isEqualTo(200);

    assertThat(node.containers.asked())
        .contains(
            List.of(
                RawSetting.set("firewall", "in accept icmp"),
                RawSetting.set("firewall_in", "drop"),
                RawSetting.reset("firewall_out")),
            List.of(
                RawSetting.reset("firewall"),
                RawSetting.reset("firewall_in"),
                RawSetting.reset("firewall_out")));
  }

  @Test
  void nonsenseIsRefused() {
    assertThat(json("POST", "/rules", "{}")).isEqualTo(400);
    assertThat(json("POST", "/rules", "{\"rule\":\"out drop\",\"at\":3}")).isEqualTo(400);
    assertThat(server.send("DELETE", FIREWALL + "/rules/2").status()).isEqualTo(400);
    assertThat(server.send("DELETE", FIREWALL + "/rules/x").status()).isEqualTo(400);
    assertThat(server.send("GET", "/1.0/containers/999/firewall").status()).isEqualTo(404);
    assertThat(node.containers.asked()).isEmpty();
  }
}
