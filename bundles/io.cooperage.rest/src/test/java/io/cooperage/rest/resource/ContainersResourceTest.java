package io.cooperage.rest.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.CreateRequest;
import io.cooperage.api.container.SetOptions;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.rest.testing.Answer;
import io.cooperage.rest.testing.TestNode;
import io.cooperage.rest.testing.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContainersResourceTest {
  private final TestNode node = new TestNode();
  private final TestServer server = node.serve();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void containersAreListedWithTheirFields() {
    node.containers.add(101, "web", ContainerState.RUNNING).add(102, "", ContainerState.STOPPED);

    Answer all = server.send("GET", "/1.0/containers");

    assertThat(all.status()).isEqualTo(200);
    assertThat(all.json().get(0).get("name").asText()).isEqualTo("web");
    assertThat(all.json().get(0).get("usage").get("meters").get("memory.used").asLong())
        .isEqualTo(3 << 20);
    assertThat(all.json().get(1).get("name").isNull()).isTrue();
  }

  @Test
  void listsCanBeFilteredAndCutToAddresses() {
    node.containers.add(101, "web", ContainerState.RUNNING).add(102, "", ContainerState.STOPPED);

    Answer some = server.send("GET", "/1.0/containers?state=stopped&recursion=0");

    assertThat(some.body()).isEqualTo("[\"/1.0/containers/00000000-0000-0000-0000-000000000066\"]");
  }

  @Test
  void aContainerIsFoundByAnyOfItsNames() {
    node.containers.add(101, "web", ContainerState.RUNNING);

    for (String ref : List.of("101", "web", "00000000-0000-0000-0000-000000000065")) {
      assertThat(server.send("GET", "/1.0/containers/" + ref).status()).isEqualTo(200);
    }
  }

  @Test
  void creatingIsAnOperation() {
    Answer answer =
        server.json(
            "POST",
            "/1.0/containers",
            "{\"ctid\":101,\"name\":\"web\",\"template\":\"debian-13\",\"settings\":"
                + "{\"cpuunits\":2000,\"onboot\":true,\"ipadd\":[\"10.0.0.1\",\"10.0.0.2\"],\"x\":null}}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("location")).isEqualTo("/1.0/operations/j1");
    assertThat(answer.json().get("state").asText()).isEqualTo("succeeded");
    CreateRequest request = (CreateRequest) node.containers.asked().get(0);
    assertThat(request.settings())
        .containsExactlyInAnyOrder(
            RawSetting.set("cpuunits", "2000"),
            RawSetting.set("onboot", "yes"),
            RawSetting.set("ipadd", "10.0.0.1"),
            RawSetting.set("ipadd", "10.0.0.2"),
            RawSetting.reset("x"));
  }

  @Test
  void anExistingContainerIsAConflictWithProblemDetails() {
    node.containers.add(101, "", ContainerState.STOPPED);

    Answer answer = server.json("POST", "/1.0/containers", "{\"ctid\":101}");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.json().get("type").asText())
        .isEqualTo("urn:cooperage:error:container-exists");
    assertThat(answer.header("cooperage-exit-code")).isEqualTo("44");
  }

  @Test
  void badValuesAreNamedOneByOne() {
    Answer answer = server.json("POST", "/1.0/containers", "{\"ctid\":100}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("problems").get(0).get("subject").asText()).isEqualTo("ctid");
    assertThat(answer.json().get("problems").get(0).get("value").asText()).isEqualTo("100");
  }

  @Test
  void changesNeedTheRevisionThatTheClientHasSeen() {
    node.containers.add(101, "web", ContainerState.RUNNING);
    String tag = server.send("GET", "/1.0/containers/101").header("etag");
    String body = "{\"settings\":{\"cpuunits\":\"500\"},\"scope\":\"running\"}";

    Answer changed = server.json("PATCH", "/1.0/containers/101", body, "If-Match: " + tag);
    Answer stale = server.json("PATCH", "/1.0/containers/101", body, "If-Match: \"6\"");
    Answer odd = server.json("PATCH", "/1.0/containers/101", body, "If-Match: W/\"x\"");

    assertThat(tag).isEqualTo("\"7\"");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().get("report").get("changes").get(0).get("parameter").asText())
        .isEqualTo("cpuunits");
    assertThat(changed.json().get("report").has("container")).isFalse();
    assertThat(changed.json().get("container").get("ctid").asInt()).isEqualTo(101);
    assertThat(((SetOptions) node.containers.asked().get(1)).ifRevision()).hasValue(7);
    assertThat(stale.status()).isEqualTo(412);
    assertThat(odd.status()).isEqualTo(412);
    assertThat(node.containers.asked()).hasSize(2);
  }

  @Test
  void aKnownRevisionIsNotSentAgain() {
    node.containers.add(101, "web", ContainerState.RUNNING);

    Answer answer = server.send("GET", "/1.0/containers/101", "If-None-Match: \"7\"");

    assertThat(answer.status()).isEqualTo(304);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void nameAndLabelsChangeToo() {
    node.containers.add(101, "web", ContainerState.RUNNING);

    Answer answer =
        server.json("PATCH", "/1.0/containers/web", "{\"name\":\"db\",\"labels\":{\"a\":\"b\"}}");

    assertThat(answer.json().get("container").get("name").asText()).isEqualTo("db");
  }

  @Test
  void aNameThatIsTakenKeepsTheRestFromBeingSet() {
    node.containers.add(101, "web", ContainerState.RUNNING).add(102, "db", ContainerState.STOPPED);

    Answer answer =
        server.json(
            "PATCH", "/1.0/containers/101", "{\"settings\":{\"cpuunits\":\"5\"},\"name\":\"db\"}");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body()).contains("is that of CT 102");
    assertThat(node.containers.asked()).isEmpty();
  }

  @Test
  void aChangeThatChangesNothingIsAnError() {
    node.containers.add(101, "web", ContainerState.RUNNING);

    assertThat(server.json("PATCH", "/1.0/containers/101", "{}").status()).isEqualTo(400);
  }

  @Test
  void destroyingIsAnOperation() {
    node.containers.add(101, "web", ContainerState.STOPPED);

    assertThat(server.send("DELETE", "/1.0/containers/101").status()).isEqualTo(202);
    assertThat(server.send("DELETE", "/1.0/containers/101").status()).isEqualTo(404);
  }
}
