package io.cooperage.rest.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cooperage.api.container.ContainerState;
import io.cooperage.rest.testing.TestNode;
import io.cooperage.rest.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IsolationResourceTest {
  private final TestNode node = new TestNode();
  private final TestServer server = node.serve();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aRunningContainersLayersAreListed() {
    node.containers.add(101, "", ContainerState.RUNNING);

    JsonNode report = server.send("GET", "/1.0/containers/101/isolation").json();

    assertThat(report.get("grade").asText()).isEqualTo("strong");
    assertThat(report.get("because")).isEmpty();
    JsonNode layer = report.get("layers").get(0);
    assertThat(layer.get("name").asText()).isEqualTo("user namespace");
    assertThat(layer.get("state").asText()).isEqualTo("on");
  }

  @Test
  void aContainerThatDoesNotRunHasNone() {
    node.containers.add(102, "", ContainerState.STOPPED);

    assertThat(server.send("GET", "/1.0/containers/102/isolation").status()).isEqualTo(409);
    assertThat(server.send("GET", "/1.0/containers/999/isolation").status()).isEqualTo(404);
    node.containers.add(101, "", ContainerState.RUNNING);
    assertThat(server.send("GET", "/1.0/containers/101/isolation?all=1").status()).isEqualTo(400);
  }
}
