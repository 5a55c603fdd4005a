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

  @Test
  void aDiskIsConverted() {
    assertThat(post(CT + "/convert", "{\"settings\":{\"layout\":\"ploop\"}}")).isEqualTo(202);
    assertThat(post(CT + "/convert", "{\"layout\":\"ploop\"}")).isEqualTo(400);
  }

  @Test
  void imagesAreMountedAndUnmounted() {
    String image = "{\"file\":\"/srv/old.hds\"}";
    JsonNode view = server.json("POST", "/1.0/images/mount", image).json();
    assertThat(view.get("folder").asText()).isEqualTo("/run/mnt/image");
    assertThat(view.get("backEnd").asText()).isEqualTo("loop-identity");
    assertThat(post("/1.0/images/umount", image)).isEqualTo(204);
    assertThat(post("/1.0/images/umount", image)).isEqualTo(409);
    assertThat(post("/1.0/images/mount", "{\"file\":\"old.hds\"}")).isEqualTo(400);
    assertThat(post("/1.0/images/mount", "{}")).isEqualTo(400);
  }

  @Test
  void disksGoOutAndComeIn() {
    String id = "6dd1a9fc-2bfb-4a4a-8c1c-000000000001";
    assertThat(post(CT + "/export", "{\"file\":\"/srv/ct.raw\"}")).isEqualTo(202);
    assertThat(
            post(
                CT + "/export",
                "{\"file\":\"/srv/b\",\"format\":\"qcow2\",\"snapshot\":\"" + id + "\"}"))
        .isEqualTo(202);
    assertThat(post("/1.0/import", "{\"file\":\"/srv/ct.raw\",\"container\":{\"ctid\":201}}"))
        .isEqualTo(202);
    assertThat(server.send("GET", "/1.0/containers/201").status()).isEqualTo(200);
    for (String nonsense :
        new String[] {
          "{}", "{\"file\":\"ct.raw\"}", "{\"file\":\"/srv/\\u0000\"}", "{\"path\":\"/srv/ct.raw\"}"
        }) {
      assertThat(post(CT + "/export", nonsense)).as(nonsense).isEqualTo(400);
      assertThat(post("/1.0/import", nonsense)).as(nonsense).isEqualTo(400);
    }
    assertThat(post(CT + "/export", "{\"file\":\"/srv/x\",\"snapshot\":\"x\"}")).isEqualTo(400);
  }
}
