package io.cooperage.rest.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.container.ContainerState;
import io.cooperage.rest.testing.Answer;
import io.cooperage.rest.testing.KeptConnection;
import io.cooperage.rest.testing.TestNode;
import io.cooperage.rest.testing.TestServer;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeptConnectionTest {
  private static final int CLIENTS = 16;
  private static final int ROUNDS = 12;

  private final TestNode node = new TestNode();
  private final TestServer server = node.serve();

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /1.0/containers/101",
    "GET, /1.0/containers/101/console",
    "GET, /1.0/containers/101/files?path=/etc/motd",
    "DELETE, /1.0/containers/101",
    "POST, /1.0/containers/101/console",
    "POST, /1.0/node/release",
    "POST, /1.0/nothing",
    "PUT, /1.0/containers/99/state",
    "PATCH, /1.0/containers/101?unknown=1",
  })
  void theRequestAfterABodyThatNobodyReadsIsAnswered(String method, String path)
      throws IOException {
    node.containers.add(101, "", ContainerState.RUNNING);
    try (KeptConnection kept = server.keep();
        KeptConnection other = server.keep()) {
      kept.send(KeptConnection.head(method, path, 2));
      // The server has all the time that it needs to answer before the body is there.
      for (int i = 0; i < 20; i++) {
        assertThat(other.exchange("GET", "/1.0/containers", "").status()).isEqualTo(200);
      }
      kept.send("\"\"GET /1.0 HTTP/1.1\r\nHost: node\r\n\r\n");

      assertThat(kept.answer().header("connection")).isEmpty();
      assertThat(kept.answer().status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 1000000",
        "Transfer-Encoding: chunked",
        "Content-Length: 2\r\nExpect: 100-continue"
      })
  void aBodyThatIsNotWorthTheWaitEndsItsConnectionWithTheAnswer(String header) throws IOException {
    node.containers.add(101, "", ContainerState.STOPPED);
    try (KeptConnection kept = server.keep()) {
      kept.send("DELETE /1.0/containers/101 HTTP/1.1\r\nHost: node\r\n" + header + "\r\n\r\n");

      Answer answer = kept.answer();
      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThatThrownBy(kept::answer).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void everyRequestOfManyClientsIsAnswered() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int ctid = 101 + i;
        all.add(clients.submit(() -> live(ctid)));
      }
      for (Future<?> client : all) {
        client.get(60, TimeUnit.SECONDS);
      }
    } finally {
      clients.shutdownNow();
    }
  }

  private Void live(int ctid) throws IOException {
    String ct = "/1.0/containers/" + ctid;
    try (KeptConnection kept = server.keep();
        KeptConnection other = server.keep()) {
      for (int i = 0; i < ROUNDS; i++) {
        await(kept, kept.exchange("POST", "/1.0/containers", "{\"ctid\":" + ctid + "}"));
        await(kept, kept.exchange("PUT", ct + "/state", "{\"action\":\"start\"}"));
        await(kept, kept.exchange("PUT", ct + "/state", "{\"action\":\"stop\"}"));
        kept.send(KeptConnection.head("DELETE", ct, 2));
        assertThat(other.exchange("GET", "/1.0", "").status()).isEqualTo(200);
        kept.send("\"\"");
        await(kept, kept.answer());
      }
    }
    return null;
  }

  private static void await(KeptConnection kept, Answer accepted) throws IOException {
    assertThat(accepted.status()).isEqualTo(202);
    Answer job = kept.exchange("GET", accepted.header("location") + "/wait?timeout=60", "");
    assertThat(job.json().get("state").asText()).isEqualTo("succeeded");
  }
}
