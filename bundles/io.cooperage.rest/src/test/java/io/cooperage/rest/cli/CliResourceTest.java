package io.cooperage.rest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ConsoleTicket;
import io.cooperage.api.container.ExecTicket;
import io.cooperage.api.front.Caller;
import io.cooperage.api.front.Handover;
import io.cooperage.rest.testing.Answer;
import io.cooperage.rest.testing.FakeShell;
import io.cooperage.rest.testing.TestServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliResourceTest {
  private final AtomicReference<Caller> seen = new AtomicReference<>();
  private final FakeShell shell =
      new FakeShell()
          .with("ct", "look", (s, words) -> seen.set((Caller) s.get(Caller.VARIABLE)))
          .with("ct", "exec", (s, words) -> hand(s.get(Caller.VARIABLE), exec()))
          .with("ct", "console", (s, words) -> hand(s.get(Caller.VARIABLE), console()))
          .with("vendor", "wipe", (s, words) -> s.getConsole().print("wiped"));
  private final TestServer server = new TestServer(new CliResource(shell));

  @AfterEach
  void stop() {
    server.close();
  }

  private static void hand(Object caller, Handover rest) {
    assertThat(((Caller) caller).handOver(rest)).isTrue();
  }

  private static Handover exec() {
    return new Handover.Exec(
        new ExecTicket("0a".repeat(16), "/run/s", true, Instant.MAX), true, "in");
  }

  private static Handover console() {
    return new Handover.Console(new ConsoleTicket("0b".repeat(16), "/run/s"));
  }

  private Answer cli(String body) {
    return server.json("POST", "/1.0/cli", body);
  }

  @Test
  void theCallerIsWhatCtSaidOfItself() {
    cli("{\"argv\":[\"look\"],\"cwd\":\"/srv\",\"tty\":true,\"columns\":7,\"term\":\"vt100\"}\n");

    assertThat(seen.get().directory()).isEqualTo(Path.of("/srv"));
    assertThat(seen.get().terminal()).isTrue();
    assertThat(seen.get().columns()).isEqualTo(20);
    assertThat(seen.get().terminalType()).isEqualTo("vt100");
  }

  @Test
  void whatItDoesNotSayHasADefault() {
    cli("{\"argv\":[\"look\"]}");

    assertThat(seen.get().directory()).isEqualTo(Path.of("/"));
    assertThat(seen.get().terminal()).isFalse();
    assertThat(seen.get().columns()).isEqualTo(80);
  }

  @Test
  void ticketsAreHandedOverBeforeTheExitCode() {
    assertThat(cli("{\"argv\":[\"exec\"]}").body())
        .contains("/run/s\0" + "0a".repeat(16) + "\0terminal\0own\0in\0")
        .endsWith("\3\0\0\0\1" + "0");
    assertThat(cli("{\"argv\":[\"console\"]}").body())
        .startsWith("\5")
        .contains("/run/s\0" + "0b".repeat(16) + "\0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"argv\":\"list\"}",
        "{\"argv\":[null]}",
        "{\"argv\":[1]}",
        "{\"argv\":[\"look\"],\"cwd\":\"relative\"}",
        "{\"argv\":[\"look\"],\"cwd\":\"/a\\u0000b\"}",
        "{\"argv\":[\"look\"],\"other\":1}",
        "{\"argv\":[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}",
        "not json"
      })
  void malformedRequestsAreRefusedBeforeAnythingRuns(String body) {
    assertThat(cli(body).status()).isEqualTo(400);
    assertThat(seen.get()).isNull();
  }

  @Test
  void anEndlessLineIsRefused() {
    assertThat(cli("{\"argv\":[\"" + "x".repeat(3_000_000) + "\"]}").status()).isEqualTo(413);
  }

  @Test
  void tooManyWordsAreRefused() {
    assertThat(cli("{\"argv\":[" + "\"x\",".repeat(10_001) + "\"x\"]}").status()).isEqualTo(400);
  }

  @Test
  void scopesOfOthersNeedTheirColonAndKarafsOwnTongue() {
    assertThat(cli("{\"argv\":[\"vendor\",\"wipe\"]}").body()).contains("there is no command");
    assertThat(cli("{\"argv\":[\"vendor:wipe\",\"a'; b\"]}").body()).contains("no quotes");
  }

  @Test
  void aCommandSeesAllCommandsAndLeavesItsThreadAsItWas() {
    shell.with(
        "ct",
        "help",
        (s, words) -> {
          s.getRegistry().getCommands().forEach(c -> s.getConsole().print(c.getName() + " "));
          s.getConsole().print(shell.getCommands().size());
        });

    assertThat(cli("{\"argv\":[\"help\"]}").body()).contains("look ", "wipe ", "help 0");
    assertThat(cli("{\"argv\":[\"nothing\"]}").body()).contains("there is no command");
  }

  @Test
  void completionRequestsAreChecked() {
    assertThat(complete("{\"words\":[\"lo\"],\"index\":0}").json().get(0).asText())
        .isEqualTo("look");
    assertThat(complete("{\"words\":[\"lo\"],\"index\":2}").status()).isEqualTo(400);
    assertThat(complete("{\"index\":0}").status()).isEqualTo(400);
    assertThat(complete("{\"words\":[],\"index\":0}").json().toString())
        .contains("\"look\"", "\"template\"");
  }

  private Answer complete(String body) {
    return server.json("POST", "/1.0/cli/complete", body);
  }
}
