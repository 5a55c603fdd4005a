package io.cooperage.rest.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.rest.testing.TestNode;
import io.cooperage.rest.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeResourceTest {
  private final TestServer server = new TestNode().serve();

  @AfterEach
  void stop() {
    server.close();
  }

  private String get(String path) {
    return server.send("GET", path).body();
  }

  @Test
  void theNodeItsFindingsChangesAndPoolsAreShown() {
    assertThat(get("/1.0/node")).contains("\"name\":\"node1\"", "\"waitingFor\"");
    assertThat(get("/1.0/node/doctor")).contains("\"grade\":\"missing\"");
    assertThat(get("/1.0/node/changes")).contains("net.ipv4.ip_forward");
    assertThat(get("/1.0/pools")).contains("\"promised\":1073741824");
    assertThat(server.send("POST", "/1.0/node/release").status()).isEqualTo(202);
  }

  @Test
  void aPoolGrowsToANumberOfBytes() {
    String grow = "/1.0/pools/ploop/grow";
    assertThat(server.json("POST", grow, "{\"size\":214748364800}").status()).isEqualTo(202);
    assertThat(server.json("POST", grow, "{}").status()).isEqualTo(400);
    assertThat(server.json("POST", grow, "{\"size\":\"200G\"}").status()).isEqualTo(400);
    assertThat(server.json("POST", "/1.0/pools/none/grow", "{\"size\":1}").status()).isEqualTo(501);
  }

  @Test
  void aPoolIsCheckedAndWhatWasFoundIsKept() {
    String check = "/1.0/pools/ploop/check";
    assertThat(get(check)).isEqualTo("null");
    assertThat(server.json("POST", check, "{\"repair\":true}").status()).isEqualTo(202);
    assertThat(get(check)).contains("\"kind\":\"ploop\"", "\"repair\":true", "\"flaws\":[]");
    assertThat(server.json("POST", check, "{\"repair\":[]}").status()).isEqualTo(400);
    assertThat(server.json("POST", "/1.0/pools/none/check", "{}").status()).isEqualTo(501);
  }

  @Test
  void templatesAreListedBuiltAndDeleted() {
    assertThat(get("/1.0/templates")).contains("\"builtAt\":null");
    assertThat(get("/1.0/templates/busybox")).contains("\"containers\":2");
    assertThat(server.send("GET", "/1.0/templates/x").status()).isEqualTo(404);
    assertThat(server.send("POST", "/1.0/templates/debian-13/build").status()).isEqualTo(202);
    assertThat(server.send("DELETE", "/1.0/templates/busybox").status()).isEqualTo(202);
  }

  @Test
  void parametersCarryWhatAFormNeeds() {
    assertThat(get("/1.0/parameters")).contains("\"syntax\":\"8..500000\"");
    assertThat(get("/1.0/parameters/onboot/values?prefix=y")).isEqualTo("[\"yes\"]");
    assertThat(server.send("GET", "/1.0/parameters/none").status()).isEqualTo(400);
  }

  @Test
  void pluginsAreInstalledVerifiedAndRemoved() {
    String good = "{\"archive\":\"/tmp/vendor.kar\"}";
    String bad = "{\"archive\":\"/tmp/vendor.zip\"}";

    assertThat(get("/1.0/plugins")).contains("CN=vendor");
    assertThat(server.json("POST", "/1.0/plugins", good).status()).isEqualTo(202);
    assertThat(server.json("PUT", "/1.0/plugins", good).status()).isEqualTo(202);
    assertThat(server.json("POST", "/1.0/plugins/verify", good).status()).isEqualTo(200);
    assertThat(server.json("POST", "/1.0/plugins", bad).status()).isEqualTo(422);
    assertThat(server.json("POST", "/1.0/plugins", "{\"archive\":\"x\"}").status()).isEqualTo(400);
    assertThat(server.send("DELETE", "/1.0/plugins/vendor").status()).isEqualTo(202);
    assertThat(server.send("DELETE", "/1.0/plugins/other").status()).isEqualTo(404);
  }
}
