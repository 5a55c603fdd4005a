package io.cooperage.shell.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.front.ExitCode;
import io.cooperage.testing.front.FakeCatalog;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerbCommandTest {
  private final FakeCatalog catalog = new FakeCatalog();

  /** Does what a test wants. */
  private final class Probe extends Verb {
    private final Body body;

    Probe(Body body) {
      super(
          Syntax.of("ct", "probe", "Probes.")
              .argument("CTID", prefix -> List.of("101", "202"))
              .option("--how", "WORD", "In which way.", prefix -> List.of("well", "ill"))
              .settings(catalog)
              .example("ct probe 101")
              .exits(ExitCode.LOCKED)
              .build());
      this.body = body;
    }

    @Override
    protected int run(Call call) throws IOException {
      return body.run(call);
    }
  }

  /** What a verb does. */
  @FunctionalInterface
  private interface Body {
    int run(Call call) throws IOException;
  }

  private static int nothing(Call call) {
    return 0;
  }

  @Test
  void helpShowsUsageParametersExampleAndExitCodes() {
    catalog.add("vendor-limit");

    String help = Runs.ct(new Probe(VerbCommandTest::nothing), "--help").output();

    assertThat(help)
        .startsWith("Usage: ct probe CTID [OPTION...]\n\nProbes.\n")
        .contains("--how WORD", "In which way.", "--vendor-limit", "--ipadd, --ipdel")
        .contains("Example:\n  ct probe 101\n", "  9   ", "  20  ");
  }

  @Test
  void theVerbsCodeIsTheCallers() {
    assertThat(Runs.ct(new Probe(call -> 8), "101").code()).isEqualTo(8);
  }

  @Test
  void ctGetsTheErrorAsItIs() {
    ContainerException error = new ContainerException(ErrorCode.BUSY, "busy", "wait");

    assertThatThrownBy(
            () ->
                Runs.ct(
                    new Probe(
                        call -> {
                          throw error;
                        }),
                    "101"))
        .isSameAs(error);
  }

  @Test
  void karafsShellShowsTheHintToo() {
    assertThatThrownBy(
            () ->
                Runs.karaf(
                    new Probe(
                        call -> {
                          throw new ContainerException(ErrorCode.BUSY, "busy", "wait");
                        }),
                    "101"))
        .hasMessage("busy\nwait");
  }

  @Test
  void aFileThatIsNotThereIsABadValue() {
    assertThatThrownBy(
            () ->
                Runs.ct(
                    new Probe(
                        call -> {
                          throw new NoSuchFileException("/x");
                        }),
                    "101"))
        .hasMessage("there is no file /x")
        .extracting(e -> ((ContainerException) e).code())
        .isEqualTo(ErrorCode.BAD_VALUE);
  }

  @Test
  void completionKnowsArgumentsOptionsParametersAndTheirValues() {
    Probe probe = new Probe(VerbCommandTest::nothing);

    assertThat(Runs.complete(probe, "1")).containsExactly("101");
    assertThat(Runs.complete(probe, "101", "--h")).containsExactly("--how");
    assertThat(Runs.complete(probe, "101", "--how", "")).containsExactly("well", "ill");
    assertThat(Runs.complete(probe, "101", "--how=w")).containsExactly("--how=well");
    assertThat(Runs.complete(probe, "101", "--cpuunits", "9", "--on")).containsExactly("--onboot");
    assertThat(Runs.complete(probe, "101", "--onboot", "y")).containsExactly("yes");
    assertThat(Runs.complete(probe, "101", "--onboot=n")).containsExactly("--onboot=no");
    assertThat(Runs.complete(probe, "101", "--unset", "cpu")).containsExactly("cpuunits");
    assertThat(Runs.complete(probe, "101", "")).contains("--how", "--ipadd", "--ipdel", "--unset");
  }

  @Test
  void aVendorsParameterIsCompletedAtOnce() {
    Probe probe = new Probe(VerbCommandTest::nothing);
    assertThat(Runs.complete(probe, "101", "--vend")).isEmpty();

    catalog.add("vendor-limit");

    assertThat(Runs.complete(probe, "101", "--vend")).containsExactly("--vendor-limit");
  }
}
