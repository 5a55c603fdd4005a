package io.cooperage.template.debootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostCommandTest {
  private final RecordedProgress progress = new RecordedProgress();
  private final List<String> lines = new ArrayList<>();

  @Test
  void itsLinesAndItsExitCodeComeBack() {
    assertThat(run("sh", "-c", "echo one; echo two >&2; printf three; exit 7")).isEqualTo(7);
    assertThat(lines).containsExactly("one", "two", "three");
  }

  @Test
  void anArgumentIsNeverReadByAShell() {
    assertThat(run("echo", "$(id); `id` | x > /y")).isZero();
    assertThat(lines).contains("$(id); `id` | x > /y");
  }

  @Test
  void nothingOfTheDaemonsEnvironmentReachesIt() {
    int exit =
        new HostCommand(List.of("env"), Map.of("GIVEN", "yes"), Duration.ofSeconds(20))
            .run(progress, lines::add);
    assertThat(exit).isZero();
    assertThat(lines)
        .filteredOn(line -> !line.isEmpty())
        .extracting(line -> line.substring(0, line.indexOf('=')))
        .containsExactlyInAnyOrder("PATH", "LC_ALL", "HOME", "GIVEN");
  }

  @Test
  void aMissingProgramIsNamed() {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> run("no-such-program"))
        .withMessageContaining("no-such-program")
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
  }

  @Test
  void aCancelKillsItAndWhatItStarted() {
    List<Long> pids = new ArrayList<>();
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(
            () ->
                new HostCommand(
                        List.of(
                            "unshare",
                            "--pid",
                            "--fork",
                            "--kill-child=KILL",
                            "sh",
                            "-c",
                            "sleep 1000 & echo; read line < /proc/self/stat; wait"),
                        Map.of(),
                        Duration.ofSeconds(20))
                    .run(
                        progress,
                        line -> {
                          ProcessHandle.current()
                              .descendants()
                              .map(ProcessHandle::pid)
                              .forEach(pids::add);
                          progress.cancel();
                        }))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    assertThat(pids).hasSizeGreaterThanOrEqualTo(2);
    for (long pid : pids) {
      ProcessHandle.of(pid)
          .ifPresent(
              left -> left.onExit().orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join());
    }
  }

  @Test
  void aProgramThatFallsSilentIsKilled() {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(
            () ->
                new HostCommand(List.of("sleep", "1000"), Map.of(), Duration.ofMillis(300))
                    .run(progress, lines::add))
        .withMessageContaining("sleep said nothing")
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMEOUT));
  }

  @Test
  void anEndlessLineIsCut() {
    assertThat(run("sh", "-c", "head -c 100000 /dev/zero | tr '\\0' x")).isZero();
    assertThat(lines).allMatch(line -> line.length() <= 4096);
  }

  private int run(String... argv) {
    return new HostCommand(List.of(argv), Map.of(), Duration.ofSeconds(20))
        .run(progress, lines::add);
  }
}
