package io.cooperage.rest.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cooperage.api.container.ContainerState;
import io.cooperage.rest.testing.TestNode;
import io.cooperage.rest.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapshotsResourceTest {
  private static final String ALL = "/1.0/containers/101/snapshots";

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

  private int send(String method, String path, String body) {
    return server.json(method, path, body).status();
  }

  @Test
  void aSnapshotIsTakenFoundUsedAndDeleted() {
    assertThat(send("POST", ALL, "{\"name\":\"first\"}")).isEqualTo(202);

    JsonNode one = server.send("GET", ALL).json().get(0);
    assertThat(one.get("name").asText()).isEqualTo("first");
    assertThat(one.get("current").asBoolean()).isTrue();
    assertThat(one.get("parent").isNull()).isTrue();
    assertThat(server.send("GET", ALL + "/first").json().get("id")).isEqualTo(one.get("id"));
    for (String action : new String[] {"switch", "merge", "mount", "umount"}) {
      assertThat(send("PUT", ALL + "/first", "{\"action\":\"" + action + "\"}"))
          .as(action)
          .isEqualTo(202);
    }
    assertThat(send("POST", "/1.0/containers/101/merge", "{\"all\":true}")).isEqualTo(202);
    assertThat(server.send("DELETE", ALL + "/first?children=1").status()).isEqualTo(202);
    assertThat(server.send("GET", ALL + "/first").status()).isEqualTo(404);
  }

  @Test
  void aCloneIsAccepted() {
    assertThat(
            send(
                "POST",
                "/1.0/containers/101/clone",
                "{\"ctid\":201,\"name\":\"two\",\"settings\":{\"cpulimit\":50}}"))
        .isEqualTo(202);
    assertThat(server.send("GET", "/1.0/containers/201").status()).isEqualTo(200);
  }

  @Test
  void aSnapshotIsClonedAndMountedWhereOneWantsIt() {
    assertThat(send("POST", ALL, "{\"name\":\"first\"}")).isEqualTo(202);
    String clone = "/1.0/containers/101/clone";
    assertThat(send("POST", clone, "{\"ctid\":202,\"snapshot\":\"first\"}")).isEqualTo(202);
    assertThat(send("POST", clone, "{\"snapshot\":\"none\"}")).isEqualTo(404);
    String mount = "{\"action\":\"mount\",\"target\":\"/mnt\"}";
    assertThat(send("PUT", ALL + "/first", mount)).isEqualTo(202);
  }

  @Test
  void nonsenseIsRefused() {
    assertThat(send("POST", ALL, "{\"id\":\"x\"}")).isEqualTo(400);
    assertThat(send("POST", ALL, "{\"nom\":\"x\"}")).isEqualTo(400);
    assertThat(send("PUT", ALL + "/none", "{\"action\":\"switch\"}")).isEqualTo(404);
    assertThat(send("POST", "/1.0/containers/101/clone", "{\"ctid\":1}")).isEqualTo(400);
    assertThat(server.send("GET", "/1.0/containers/999/snapshots").status()).isEqualTo(404);
  }
}
