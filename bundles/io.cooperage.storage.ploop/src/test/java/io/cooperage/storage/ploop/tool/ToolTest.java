package io.cooperage.storage.ploop.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ToolTest {
  private static final Tool SH = Tool.of("sh", "dash");

  @Test
  void itsOutputAndExitStatusAreHandedBack() {
    Tool.Outcome outcome = SH.attempt(Tool.UNATTENDED, "-c", "echo out; echo err >&2; exit 3");
    assertThat(outcome).isEqualTo(new Tool.Outcome(3, "out\nerr"));
  }

  @Test
  void argumentsArePassedAsTheyAre() {
    Tool.Outcome outcome =
        Tool.of("printf", "coreutils").attempt(Tool.UNATTENDED, "%s", "a b; $(id) 'x");
    assertThat(outcome.output()).isEqualTo("a b; $(id) 'x");
  }

  @Test
  void itsEnvironmentIsItsOwn() {
    Tool.Outcome outcome =
        Tool.of("env", "coreutils").with("MKE2FS_CONFIG", "/x").attempt(Tool.UNATTENDED);
    assertThat(outcome.output().lines())
        .contains("LC_ALL=C", "MKE2FS_CONFIG=/x")
        .noneMatch(line -> line.startsWith("HOME="));
  }

  @Test
  void onlyTheEndOfALongOutputIsKept() {
    String script = "i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done";
    assertThat(SH.attempt(Tool.UNATTENDED, "-c", script).output())
        .endsWith("line 1999")
        .hasSizeLessThan(2001);
  }

  @Test
  void anOutputWithoutEndTakesNoRoom() {
    long before = temporaryFiles();
    AtomicInteger most = new AtomicInteger();
    Tool.Outcome outcome =
        SH.attempt(
            () -> most.accumulateAndGet((int) (temporaryFiles() - before), Math::max),
            "-c",
            "head -c 400000000 /dev/zero | tr '\\0' x; sleep 0.2; echo end");
    assertThat(outcome.output()).endsWith("xend").hasSizeLessThan(2001);
    assertThat(most).hasValueLessThan(1 << 20);
  }

  @Test
  void whatAProgramLeavesRunningIsNotWaitedFor() {
    assertThat(SH.attempt(Tool.UNATTENDED, "-c", "sleep 5 & echo done").output()).isEqualTo("done");
  }

  // Bytes of files that this process's tools print to, wherever they are.
  private static long temporaryFiles() {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(f -> f.getFileName().toString().startsWith("cooperage-sh"))
          .mapToLong(f -> f.toFile().length())
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFailureNamesTheProgramAndWhatItSaid() {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> SH.run(Tool.UNATTENDED, "-c", "echo no such luck; exit 7"))
        .withMessage("sh ended with 7: no such luck");
  }

  @Test
  void aMissingProgramNamesItsPackage() {
    Tool missing = Tool.of("cooperage-no-such-program", "such-a-package");
    assertThat(missing.find()).isEmpty();
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> missing.run(Tool.UNATTENDED))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
        .satisfies(e -> assertThat(e.hint()).contains("such-a-package"));
  }

  @Test
  void aCancelKillsIt() {
    AtomicInteger checks = new AtomicInteger();
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(
            () ->
                Tool.of("sleep", "coreutils")
                    .attempt(
                        () -> {
                          if (checks.incrementAndGet() > 1) {
                            throw new ContainerException(ErrorCode.CANCELLED, "cancelled");
                          }
                        },
                        "1000"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
  }
}
