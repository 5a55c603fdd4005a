package io.cooperage.rest.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerState;
import io.cooperage.rest.testing.TestNode;
import io.cooperage.rest.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperationsResourceTest {
  private final TestNode node = new TestNode();
  private final TestServer server = node.serve();

  @AfterEach
  void stop() {
    server.close();
  }

  private String state(String path) {
    return server.send("GET", path).json().get("state").asText();
  }

  @Test
  void anOperationIsFollowedAndCancelled() {
    node.jobs.hold();
    node.containers.add(101, "", ContainerState.STOPPED);
    String location =
        server
            .json("PUT", "/1.0/containers/101/state", "{\"action\":\"start\"}")
            .header("location");

    assertThat(state(location)).isEqualTo("running");
    assertThat(state(location + "/wait?timeout=0")).isEqualTo("running");
    assertThat(server.send("DELETE", location).status()).isEqualTo(202);
    assertThat(state(location + "/wait")).isEqualTo("cancelled");
    assertThat(server.send("GET", "/1.0/operations").json()).hasSize(1);
  }

  @Test
  void anUnknownOperationIsNotFound() {
    assertThat(server.send("GET", "/1.0/operations/x").status()).isEqualTo(404);
    assertThat(server.send("DELETE", "/1.0/operations/x").status()).isEqualTo(404);
    assertThat(server.send("GET", "/1.0/operations/x/wait?timeout=9999").status()).isEqualTo(400);
  }
}
