package io.cooperage.rest.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cooperage.api.container.ContainerState;
import io.cooperage.rest.testing.TestNode;
import io.cooperage.rest.testing.TestServer;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackupsResourceTest {
  private static final String ALL = "/1.0/containers/101/backups";

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
  void aBackupIsMadeVerifiedRestoredAndDeleted() {
    assertThat(send("POST", ALL, "{\"form\":\"full\",\"target\":\"/srv/b\"}")).isEqualTo(202);
    assertThat(send("POST", ALL, "{}")).isEqualTo(202);

    JsonNode all = server.send("GET", ALL + "?target=/srv/b").json();
    assertThat(all).hasSize(2);
    assertThat(all.get(0).get("parent").isNull()).isTrue();
    assertThat(all.get(1).get("parent")).isEqualTo(all.get(0).get("id"));
    assertThat(server.send("GET", "/1.0/backups").json()).isEqualTo(all);
    String one = ALL + "/" + all.get(0).get("id").asText();
    assertThat(send("POST", ALL + "/verify", "{}")).isEqualTo(202);
    assertThat(send("POST", one + "/restore", "{\"ctid\":201,\"name\":\"two\"}")).isEqualTo(202);
    assertThat(send("POST", one + "/restore", "{\"ctid\":202,\"privileged\":true}")).isEqualTo(202);
    assertThat(node.backups.asked().toString()).endsWith("to 202, privileged]");
    assertThat(server.send("DELETE", one).status()).isEqualTo(202);
    assertThat(server.send("GET", ALL).json()).hasSize(1);
  }

  @Test
  void whatIsKeptForAPlaceIsListedAndFreed() {
    String bases = "/1.0/containers/101/backup-bases";
    send("POST", ALL, "{\"target\":\"file:/srv/b\"}");
    JsonNode kept = server.send("GET", bases).json();
    assertThat(kept).hasSize(1);
    assertThat(kept.get(0).get("location").asText()).isEqualTo("file:/srv/b");
    assertThat(kept.get(0).get("allocated").asLong()).isPositive();
    assertThat(server.send("DELETE", bases).status()).isEqualTo(404);
    assertThat(server.send("DELETE", bases + "?nom=x").status()).isEqualTo(400);
    assertThat(server.send("DELETE", bases + "?target=file:/srv/b").status()).isEqualTo(202);
    assertThat(server.send("GET", bases).json()).isEmpty();
  }

  @Test
  void nonsenseIsRefused() {
    assertThat(send("POST", ALL, "{\"form\":\"half\"}")).isEqualTo(400);
    assertThat(send("POST", ALL, "{\"nom\":\"x\"}")).isEqualTo(400);
    assertThat(send("POST", ALL + "/x/restore", "{}")).isEqualTo(400);
    assertThat(send("POST", ALL + "/" + UUID.randomUUID() + "/restore", "{\"ctid\":1}"))
        .isEqualTo(400);
    assertThat(send("POST", ALL + "/" + UUID.randomUUID() + "/restore", "{}")).isEqualTo(404);
    assertThat(server.send("GET", "/1.0/containers/999/backups").status()).isEqualTo(404);
  }
}
