package io.cooperage.rest.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cooperage.api.container.ContainerState;
import io.cooperage.rest.testing.TestNode;
import io.cooperage.rest.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DisksResourceTest {
  private static final String CT = "/1.0/containers/101";

  private final TestNode node = new TestNode();
  private final TestServer server = node.serve();

  @BeforeEach
  void add() {
    node.containers.add(101, "", ContainerState.STOPPED);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private int post(String path, String body) {
    return server.json("POST", path, body).status();
  }

  @Test
  void aCheckIsAnOperationAndItsFindingsAreKept() {
    assertThat(server.send("GET", CT + "/check").json().isNull()).isTrue();
    assertThat(post(CT + "/check", "{\"repair\":true}")).isEqualTo(202);
    JsonNode check = server.send("GET", CT + "/check").json();
    assertThat(check.get("repair").asBoolean()).isTrue();
    assertThat(check.get("images").get(0).get("file").asText()).isEqualTo("root.hds");
    assertThat(post(CT + "/compact", "")).isEqualTo(202);
    assertThat(post(CT + "/check", "{\"mend\":true}")).isEqualTo(400);
    assertThat(post("/1.0/containers/999/check", "{}")).isEqualTo(404);
  }
}
