package io.cooperage.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerState;
import io.cooperage.rest.testing.Answer;
import io.cooperage.rest.testing.TestNode;
import io.cooperage.rest.testing.TestServer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileRequestTest {
  private static final String JSON = "Content-Type: application/json";

  private final TestNode node = new TestNode();
  private final TestServer server = node.serve();

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{}x",
        "{\"ctid\":101,\"ctid\":102}",
        "{\"unknown\":1}",
        "{\"ctid\":\"a\"}",
        "{\"ctid\":1e999}",
        "{\"ctid\":99999999999999999999999999}",
        "{\"name\":5}",
        "{\"labels\":{\"a\":null}}",
        "{\"settings\":{\"a\":{\"b\":1}}}",
        "{\"name\":\"\\ud800\"}"
      })
  void malformedBodiesAreRefusedAndChangeNothing(String body) {
    Answer answer =
        server.exchange("POST", "/1.0/containers", body.getBytes(StandardCharsets.UTF_8), JSON);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(node.containers.asked()).isEmpty();
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    byte[] body = {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xff, '"', '}'};

    assertThat(server.exchange("POST", "/1.0/containers", body, JSON).status()).isEqualTo(400);
  }

  @Test
  void deepNestingIsRefused() {
    String bomb = "{\"settings\":" + "[".repeat(100_000);

    assertThat(server.json("POST", "/1.0/containers", bomb).status()).isEqualTo(400);
  }

  @Test
  void largeBodiesAreRefused() {
    String large = "{\"description\":\"" + "x".repeat(2_000_000) + "\"}";

    assertThat(server.json("POST", "/1.0/containers", large).status()).isEqualTo(413);
  }

  @Test
  void anotherMediaTypeIsRefused() {
    Answer answer =
        server.exchange("POST", "/1.0/containers", new byte[] {'{'}, "Content-Type: text/plain");

    assertThat(answer.status()).isEqualTo(415);
  }

  @Test
  void anotherMethodIsAnsweredWithThoseThatAreKnown() {
    Answer answer = server.send("DELETE", "/1.0/containers");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("allow")).isEqualTo("GET, POST");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/1.0/", "/2.0", "/1.0/containers/", "/1.0/containers/101/nothing", "//1.0"})
  void otherPathsAreNotFound(String path) {
    assertThat(server.send("GET", path).status()).isIn(400, 404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "100",
        "2147483645",
        "9999999999999999999999999999",
        "-1",
        "a%2fb",
        "a b",
        "%00",
        "..",
        "%"
      })
  void referencesThatAreNoneAreRefused(String ref) {
    Answer answer = server.send("GET", "/1.0/containers/" + ref.replace(" ", "%20"));

    assertThat(answer.status()).isIn(400, 404);
  }

  @Test
  void unknownQueryParametersAreRefused() {
    assertThat(server.send("GET", "/1.0/containers?stat=running").status()).isEqualTo(400);
  }

  @Test
  void headIsGetWithoutItsBody() {
    node.containers.add(101, "", ContainerState.STOPPED);

    Answer answer = server.send("HEAD", "/1.0/containers/101");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }
}
