package io.cooperage.rest.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerState;
import io.cooperage.rest.http.WaitingRoom;
import io.cooperage.rest.testing.Answer;
import io.cooperage.rest.testing.TestNode;
import io.cooperage.rest.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationsResourceTest {
  private final TestNode node = new TestNode();
  private final TestServer server = node.serve();

  @AfterEach
  void stop() {
    server.close();
  }

  private String state(String path) {
    return server.send("GET", path).json().get("state").asText();
  }

  @Test
  void anOperationIsFollowedAndCancelled() {
    node.jobs.hold();
    node.containers.add(101, "", ContainerState.STOPPED);
    String location =
        server
            .json("PUT", "/1.0/containers/101/state", "{\"action\":\"start\"}")
            .header("location");

    assertThat(state(location)).isEqualTo("running");
    assertThat(state(location + "/wait?timeout=0")).isEqualTo("running");
    assertThat(server.send("DELETE", location).status()).isEqualTo(202);
    assertThat(state(location + "/wait")).isEqualTo("cancelled");
    assertThat(server.send("GET", "/1.0/operations").json()).hasSize(1);
  }

  @Test
  void anUnknownOperationIsNotFound() {
    assertThat(server.send("GET", "/1.0/operations/x").status()).isEqualTo(404);
    assertThat(server.send("DELETE", "/1.0/operations/x").status()).isEqualTo(404);
    assertThat(server.send("GET", "/1.0/operations/x/wait?timeout=9999").status()).isEqualTo(400);
  }

  @Test
  void aClientThatPrefersToWaitGetsTheEndedOperation() {
    node.containers.add(101, "", ContainerState.STOPPED);
    Answer answer = start("respond-async, wait=30");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("state").asText()).isEqualTo("succeeded");
    assertThat(answer.header("preference-applied")).isEqualTo("wait=30");
    assertThat(state(answer.header("location"))).isEqualTo("succeeded");
  }

  @Test
  void whatDoesNotEndInThatTimeIsAcceptedAndGoesOn() {
    node.jobs.hold();
    node.containers.add(101, "", ContainerState.STOPPED);
    Answer answer = start("wait=0");
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().get("state").asText()).isEqualTo("running");
  }

  @Test
  void whatFailsInThatTimeIsAnsweredAsAProblem() {
    node.jobs.hold();
    node.containers.add(101, "", ContainerState.STOPPED);
    CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> start("wait=30"));
    while (node.jobs.list().isEmpty()) {
      Thread.onSpinWait();
    }
    server.send("DELETE", "/1.0/operations/" + node.jobs.list().get(0).id());
    assertThat(answer.join().status()).isBetween(400, 499);
    assertThat(answer.join().header("location")).startsWith("/1.0/operations/");
  }

  @Test
  void beyondSoManyThatWaitThePreferenceIsIgnored() {
    node.jobs.hold();
    node.containers.add(101, "", ContainerState.STOPPED);
    int more = 8;
    List<CompletableFuture<Answer>> asked = new ArrayList<>();
    ExecutorService clients = Executors.newCachedThreadPool();
    try {
      for (int i = 0; i < WaitingRoom.SEATS + more; i++) {
        asked.add(CompletableFuture.supplyAsync(this::backUp, clients));
      }
      while (asked.stream().filter(CompletableFuture::isDone).count() < more) {
        Thread.onSpinWait();
      }
      List<Answer> early =
          asked.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join).toList();
      assertThat(early)
          .hasSize(more)
          .allMatch(a -> a.status() == 202)
          .allMatch(a -> a.header("preference-applied").isEmpty())
          .noneMatch(a -> a.header("location").isEmpty());
      node.jobs.list().forEach(j -> server.send("DELETE", "/1.0/operations/" + j.id()));
      assertThat(asked.stream().map(CompletableFuture::join))
          .filteredOn(a -> a.header("preference-applied").equals("wait=600"))
          .hasSize(WaitingRoom.SEATS);
    } finally {
      clients.shutdownNow();
    }
  }

  private Answer backUp() {
    return server.json("POST", "/1.0/containers/101/backups", "{}", "Prefer: wait=600");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wait=-1", "wait=99999999999", "await=5", "wait"})
  void aPreferenceThatCannotBeReadIsNone(String prefer) {
    node.containers.add(101, "", ContainerState.STOPPED);
    assertThat(start(prefer).status()).isEqualTo(202);
  }

  private Answer start(String prefer) {
    return server.json(
        "PUT", "/1.0/containers/101/state", "{\"action\":\"start\"}", "Prefer: " + prefer);
  }
}
