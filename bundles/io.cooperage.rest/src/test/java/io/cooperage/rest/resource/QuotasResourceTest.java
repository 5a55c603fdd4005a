package io.cooperage.rest.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cooperage.api.container.ContainerState;
import io.cooperage.rest.testing.TestNode;
import io.cooperage.rest.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuotasResourceTest {
  private static final String QUOTAS = "/1.0/containers/101/quotas";

  private final TestNode node = new TestNode();
  private final TestServer server = node.serve();

  @BeforeEach
  void add() {
    node.containers.add(101, "", ContainerState.RUNNING);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private int put(String whom, String body) {
    return server.json("PUT", QUOTAS + whom, body).status();
  }

  @Test
  void limitsAreStoredAndReported() {
    assertThat(put("/user/1000", "{\"softSpace\":100,\"hardSpace\":200,\"hardFiles\":5}"))
        .isEqualTo(204);

    JsonNode entry = server.send("GET", QUOTAS).json().get(0);
    assertThat(entry.get("owner").asText()).isEqualTo("user");
    assertThat(entry.get("id").asLong()).isEqualTo(1000);
    assertThat(entry.get("limits").get("hardSpace").asLong()).isEqualTo(200);
  }

  @Test
  void nonsenseIsRefused() {
    assertThat(put("/pid/1000", "{}")).isEqualTo(400);
    assertThat(put("/user/-1", "{}")).isEqualTo(400);
    assertThat(put("/user/1", "{\"softSpace\":2,\"hardSpace\":1}")).isEqualTo(400);
    assertThat(server.send("GET", "/1.0/containers/999/quotas").status()).isEqualTo(404);
  }
}
