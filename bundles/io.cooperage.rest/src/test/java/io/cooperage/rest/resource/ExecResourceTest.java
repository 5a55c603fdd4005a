package io.cooperage.rest.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.ExecRequest;
import io.cooperage.rest.testing.Answer;
import io.cooperage.rest.testing.TestNode;
import io.cooperage.rest.testing.TestServer;
import io.cooperage.testing.front.FakeProgram;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExecResourceTest {
  private final TestNode node = new TestNode();
  private final TestServer server = node.serve();

  @BeforeEach
  void add() {
    node.containers.add(101, "", ContainerState.RUNNING);
    node.containers.program(new FakeProgram("out", "err", 3, "/run/supervisor.sock"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer exec(String body) {
    return server.json("POST", "/1.0/containers/101/exec", body);
  }

  @Test
  void outputErrorsAndExitCodeAreCollected() {
    String input = Base64.getEncoder().encodeToString("in".getBytes(StandardCharsets.UTF_8));

    Answer answer =
        exec(
            "{\"argv\":[\"ls\",\"-l\"],\"user\":\"www\",\"environment\":{\"A\":\"b\"},\"stdin\":\""
                + input
                + "\"}");

    assertThat(answer.json().get("exitCode").asInt()).isEqualTo(3);
    assertThat(Base64.getDecoder().decode(answer.json().get("stdout").asText()))
        .asString()
        .isEqualTo("outin");
    assertThat(node.containers.asked())
        .contains(new ExecRequest(List.of("ls", "-l"), "www", "", Map.of("A", "b"), false));
  }

  @Test
  void aTicketLetsTheClientBringItsOwnStdio() {
    Answer answer = exec("{\"argv\":[],\"terminal\":true,\"mode\":\"ticket\"}");

    assertThat(answer.json().get("socket").asText()).isEqualTo("/run/supervisor.sock");
    assertThat(answer.json().get("terminal").asBoolean()).isTrue();
  }

  @Test
  void nonsenseIsRefused() {
    assertThat(exec("{\"argv\":[null]}").status()).isEqualTo(400);
    assertThat(exec("{\"mode\":\"later\"}").status()).isEqualTo(400);
    assertThat(exec("{\"timeout\":0}").status()).isEqualTo(400);
    assertThat(exec("{\"stdin\":\"%\"}").status()).isEqualTo(400);
  }

  @Test
  void theConsolesLastOutputIsRead() {
    assertThat(server.send("GET", "/1.0/containers/101/console").body())
        .isEqualTo("console of 101\n");
    assertThat(server.send("POST", "/1.0/containers/101/console").json().get("token").asText())
        .hasSize(32);
  }
}
