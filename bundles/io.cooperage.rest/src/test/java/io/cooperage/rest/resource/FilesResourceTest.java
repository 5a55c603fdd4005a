package io.cooperage.rest.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerState;
import io.cooperage.rest.testing.Answer;
import io.cooperage.rest.testing.TestNode;
import io.cooperage.rest.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FilesResourceTest {
  private static final String FILES = "/1.0/containers/101/files";

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

  @Test
  void aFileIsReadBackAsItWasWritten() {
    byte[] content = new byte[200_000];
    content[7] = (byte) 0xff;

    Answer written =
        server.exchange(
            "PUT",
            FILES + "?path=/a%20b+c&mode=0750",
            content,
            "Content-Type: application/octet-stream");
    Answer read = server.send("GET", FILES + "?path=/a%20b+c");

    assertThat(written.status()).isEqualTo(204);
    assertThat(node.containers.files().modes()).containsValue(0750);
    assertThat(read.body()).hasSize(200_000);
    assertThat(read.body().charAt(7)).isEqualTo((char) 0xff);
  }

  @Test
  void aMissingFileIsAnErrorAndNotAnEmptyAnswer() {
    Answer answer = server.send("GET", FILES + "?path=/nothing", "Accept: text/plain");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("container 101, /nothing");
  }

  @Test
  void pathsModesAndTypesAreChecked() {
    String type = "Content-Type: application/octet-stream";
    byte[] one = new byte[1];

    assertThat(server.send("GET", FILES).status()).isEqualTo(400);
    assertThat(server.send("GET", FILES + "?path=etc").status()).isEqualTo(400);
    assertThat(server.send("GET", FILES + "?path=/a%00b").status()).isEqualTo(400);
    assertThat(server.exchange("PUT", FILES + "?path=/a&mode=99", one, type).status())
        .isEqualTo(400);
    assertThat(server.exchange("PUT", FILES + "?path=/a", one, "Content-Type: a/b").status())
        .isEqualTo(415);
  }
}
