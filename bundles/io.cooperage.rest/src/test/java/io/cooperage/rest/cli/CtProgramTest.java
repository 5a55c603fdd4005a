package io.cooperage.rest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.front.Caller;
import io.cooperage.api.front.Handover;
import io.cooperage.rest.http.Route;
import io.cooperage.rest.testing.CtProgram;
import io.cooperage.rest.testing.CtProgram.Run;
import io.cooperage.rest.testing.FakeShell;
import io.cooperage.rest.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.karaf.shell.api.console.Session;
import org.junit.jupiter.api.Test;

class CtProgramTest {
  private static Caller caller(Session session) {
    return (Caller) session.get(Caller.VARIABLE);
  }

  private static Run ct(FakeShell shell, String... words) throws Exception {
    try (TestServer server = new TestServer(new CliResource(shell))) {
      return CtProgram.run(server.folder(), words);
    }
  }

  @Test
  void wordsArriveAsTheyWereTypedAndOutputComesBack() throws Exception {
    FakeShell shell = new FakeShell().with("ct", "echo", (s, words) -> s.getConsole().print(words));

    Run run = ct(shell, "echo", "a \"b\" \\ 'c'", "", "äß€𝄞", "line\nbreak\ttab\u0001", "--x=-1");

    assertThat(run.output()).isEqualTo("[a \"b\" \\ 'c', , äß€𝄞, line\nbreak\ttab\u0001, --x=-1]");
    assertThat(run.code()).isZero();
  }

  @Test
  void outputAndErrorsAreKeptApart() throws Exception {
    FakeShell shell =
        new FakeShell()
            .with(
                "ct",
                "both",
                (s, words) -> {
                  s.getConsole().print("out");
                  caller(s).errors().print("err");
                  caller(s).exit(42);
                });

    assertThat(ct(shell, "both")).isEqualTo(new Run(42, "out", "err"));
  }

  @Test
  void anErrorBecomesAMessageWithItsHintAndVzctlsExitCode() throws Exception {
    FakeShell shell =
        new FakeShell()
            .with(
                "ct",
                "fail",
                (s, words) -> {
                  throw new ContainerException(ErrorCode.NOT_RUNNING, "CT 101 is down", "start it");
                });

    assertThat(ct(shell, "fail")).isEqualTo(new Run(31, "", "ct: CT 101 is down\n    start it\n"));
  }

  @Test
  void aMessageThatQuotesAContainerCannotSteerTheTerminal() throws Exception {
    FakeShell shell =
        new FakeShell()
            .with(
                "ct",
                "fail",
                (s, words) -> {
                  throw new ContainerException(ErrorCode.BAD_VALUE, "file \033[2J\nis odd", "");
                });

    assertThat(ct(shell, "fail").errors()).isEqualTo("ct: file ?[2J\nct: is odd\n");
  }

  @Test
  void neitherCanWhatCtItselfIsTold() throws Exception {
    FakeShell shell =
        new FakeShell()
            .with(
                "ct",
                "get",
                (s, words) -> caller(s).handOver(new Handover.Download("/1.0/odd", "-")));
    Route odd =
        Route.get(
            "/1.0/odd",
            x -> {
              throw new ContainerException(ErrorCode.BAD_VALUE, "a \033[2J\u009b1m\nb ä", "");
            });
    try (TestServer server = new TestServer(new CliResource(shell), () -> List.of(odd))) {
      assertThat(CtProgram.run(server.folder(), "get").errors()).isEqualTo("ct: a ?[2J??1m\nb ä\n");
    }
  }

  @Test
  void aDefectOfACommandIsAnErrorOfThatCommandAlone() throws Exception {
    FakeShell shell =
        new FakeShell()
            .with(
                "ct",
                "link",
                (s, words) -> {
                  throw new NoSuchMethodError("vendor");
                });

    assertThat(ct(shell, "link")).isEqualTo(new Run(3, "", "ct: vendor\n"));
  }

  @Test
  void aSecondWordIsTheVerbOfANoun() throws Exception {
    FakeShell shell =
        new FakeShell().with("template", "list", (s, words) -> s.getConsole().print(words));

    assertThat(ct(shell, "template", "list", "--json").output()).isEqualTo("[--json]");
  }

  @Test
  void anUnknownCommandIsABadOption() throws Exception {
    FakeShell shell = new FakeShell().with("ct", "list", (s, words) -> {});

    assertThat(ct(shell, "lsit", "-a"))
        .isEqualTo(new Run(20, "", "ct: there is no command 'lsit -a'\n    'ct help' lists all\n"));
  }

  @Test
  void withoutAnyCommandTheNodeIsStarting() throws Exception {
    assertThat(ct(new FakeShell(), "list").errors()).contains("is starting");
  }

  @Test
  void withoutADaemonItSaysHowToStartOne() throws Exception {
    Run run = CtProgram.run(Path.of("/nonexistent"), "list");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.errors()).contains("start it with ./cooperage up");
  }

  @Test
  void manyAndLargeArgumentsPass() throws Exception {
    FakeShell shell =
        new FakeShell()
            .with(
                "ct",
                "count",
                (s, words) ->
                    s.getConsole()
                        .print(
                            words.size() + " " + words.get(words.size() - 1).toString().length()));
    String[] words = new String[5000];
    Arrays.fill(words, "0123456789");
    words[0] = "count";
    words[4999] = "x".repeat(100_000);

    assertThat(ct(shell, words).output()).isEqualTo("4999 100000");
  }

  @Test
  void largeOutputArrivesWhole() throws Exception {
    FakeShell shell =
        new FakeShell()
            .with("ct", "flood", (s, words) -> s.getConsole().print("0123456789".repeat(300_000)));

    assertThat(ct(shell, "flood").output()).hasSize(3_000_000);
  }

  @Test
  void aClientThatIsKilledIsSeenByItsCommand() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch seen = new CountDownLatch(1);
    FakeShell shell =
        new FakeShell()
            .with(
                "ct",
                "wait",
                (s, words) -> {
                  started.countDown();
                  while (!caller(s).gone()) {
                    Thread.onSpinWait();
                  }
                  seen.countDown();
                });
    try (TestServer server = new TestServer(new CliResource(shell))) {
      Process client = CtProgram.start(server.folder(), List.of("wait"));
      assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
      client.destroyForcibly();
      assertThat(seen.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aServerThatStopsIsNoClientThatLeft() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<Boolean> gone = new CompletableFuture<>();
    FakeShell shell =
        new FakeShell()
            .with(
                "ct",
                "wait",
                (s, words) -> {
                  started.countDown();
                  while (!caller(s).gone() && !Thread.currentThread().isInterrupted()) {
                    caller(s).errors().print("progress");
                    caller(s).errors().flush();
                  }
                  gone.complete(caller(s).gone());
                });
    Process client;
    try (TestServer server = new TestServer(new CliResource(shell))) {
      client = CtProgram.start(server.folder(), List.of("wait"));
      CompletableFuture<byte[]> drained =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return client.getErrorStream().readAllBytes();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
      server.stop();
      assertThat(gone.get(10, TimeUnit.SECONDS)).isFalse();
      assertThat(new String(drained.get(10, TimeUnit.SECONDS), StandardCharsets.UTF_8))
          .contains("connection to the daemon was lost");
    }
    assertThat(client.waitFor()).isEqualTo(3);
  }

  @Test
  void completionsComeFromTheServer() throws Exception {
    FakeShell shell =
        new FakeShell().with("ct", "list", (s, w) -> {}).with("ct", "log", (s, w) -> {});

    assertThat(ct(shell, "__complete", "0", "l").output()).isEqualTo("list\nlog\n");
    assertThat(ct(shell, "__complete", "1", "list", "a").output()).isEqualTo("alpha\n");
    assertThat(ct(shell, "__complete", "1", "nothing", "a").output()).isEqualTo("\n");
  }
}
