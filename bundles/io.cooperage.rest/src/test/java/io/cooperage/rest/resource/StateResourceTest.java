package io.cooperage.rest.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.StopOptions;
import io.cooperage.rest.testing.Answer;
import io.cooperage.rest.testing.TestNode;
import io.cooperage.rest.testing.TestServer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StateResourceTest {
  private final TestNode node = new TestNode();
  private final TestServer server = node.serve();

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer put(String body) {
    return server.json("PUT", "/1.0/containers/101/state", body);
  }

  @Test
  void aContainerIsStartedAndStopped() {
    node.containers.add(101, "", ContainerState.STOPPED);

    assertThat(put("{\"action\":\"start\"}").status()).isEqualTo(202);
    assertThat(put("{\"action\":\"start\"}").status()).isEqualTo(409);
    assertThat(put("{\"action\":\"stop\",\"fast\":true,\"timeout\":5}").status()).isEqualTo(202);
    assertThat(node.containers.asked())
        .contains(new StopOptions(true, Optional.of(Duration.ofSeconds(5))));
    assertThat(server.send("GET", "/1.0/containers/101/state").json().get("state").asText())
        .isEqualTo("stopped");
  }

  @Test
  void unknownActionsAndNonsenseTimeoutsAreRefused() {
    node.containers.add(101, "", ContainerState.STOPPED);

    assertThat(put("{\"action\":\"explode\"}").status()).isEqualTo(400);
    assertThat(put("{}").status()).isEqualTo(400);
    assertThat(put("{\"action\":\"stop\",\"timeout\":-1}").status()).isEqualTo(400);
  }

  @Test
  void theRootOfAStoppedContainerIsMounted() {
    node.containers.add(101, "", ContainerState.STOPPED);

    assertThat(put("{\"action\":\"mount\",\"readOnly\":true}").status()).isEqualTo(202);
    assertThat(put("{\"action\":\"umount\"}").status()).isEqualTo(202);
  }

  @Test
  void aContainerIsReinstalled() {
    node.containers.add(101, "", ContainerState.STOPPED);

    Answer answer =
        server.json("POST", "/1.0/containers/101/reinstall", "{\"template\":\"busybox\"}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(node.containers.asked()).contains(Optional.of("busybox"));
  }
}
