package io.cooperage.rest.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cooperage.api.container.ContainerState;
import io.cooperage.rest.testing.TestNode;
import io.cooperage.rest.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchedulesResourceTest {
  private static final String ONE = "/1.0/containers/101/backup-schedule";

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

  @Test
  void aScheduleIsSetListedAndDeleted() {
    JsonNode set =
        server.json("PUT", ONE, "{\"every\":\"PT6H\",\"chain\":5,\"keep\":{\"daily\":7}}").json();
    assertThat(set.get("every").asText()).isEqualTo("PT6H");
    assertThat(set.get("result").asText()).isEqualTo("none");
    assertThat(set.get("retention").get("daily").asInt()).isEqualTo(7);
    assertThat(server.send("GET", "/1.0/backup-schedules").json().get(0)).isEqualTo(set);
    assertThat(server.send("DELETE", ONE).status()).isEqualTo(204);
    assertThat(server.send("GET", "/1.0/backup-schedules").json()).isEmpty();
  }

  @Test
  void nonsenseIsRefused() {
    for (String body :
        new String[] {"{}", "{\"every\":\"6h\"}", "{\"every\":\"PT6H\",\"keep\":{\"daily\":-1}}"}) {
      assertThat(server.json("PUT", ONE, body).status()).as(body).isEqualTo(400);
    }
    assertThat(server.send("DELETE", ONE).status()).isEqualTo(400);
    assertThat(server.send("DELETE", "/1.0/containers/9/backup-schedule").status()).isEqualTo(400);
  }
}
