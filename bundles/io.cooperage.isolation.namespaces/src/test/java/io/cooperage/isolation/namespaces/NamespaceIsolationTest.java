package io.cooperage.isolation.namespaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.container.ExecRequest;
import io.cooperage.api.container.ExecResult;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.cgroup.CgroupHandles;
import io.cooperage.spi.isolation.ExecPlan;
import io.cooperage.spi.isolation.ExitReport;
import io.cooperage.spi.isolation.ExitReport.Cause;
import io.cooperage.spi.isolation.GuestFiles;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.spi.kernel.HostMount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceIsolationTest {
  @RegisterExtension private final NamespaceFixture fixture = new NamespaceFixture();

  @Test
  void containerSeesOnlyItself() {
    Sandbox ct = fixture.start("exec sleep 1000");
    // busybox names itself after its exec.
    NamespaceFixture.await(() -> run(ct, "cat", "/proc/1/comm").equals("sleep\n"));
    assertThat(run(ct, "cat", "/proc/sys/kernel/hostname")).isEqualTo("guest\n");
    assertThat(run(ct, "sh", "-c", "pwd; cd; pwd")).isEqualTo("/root\n/root\n");
    assertThat(run(ct, "cat", "/proc/self/uid_map").trim().split("\\s+"))
        .containsExactly("0", Long.toString(NamespaceFixture.MAP.base()), "65536");
    assertThat(run(ct, "ls", "/proc/1/fd").split("\\s+")).containsExactly("0", "1", "2");
    // Of the CT, not of the host.
    String uptime = run(ct, "sh", "-c", "cat /proc/uptime");
    assertThat(Double.parseDouble(uptime.split(" ", 2)[0])).isLessThan(60);
    assertThat(
            run(
                ct,
                "sh",
                "-c",
                "echo hi >/dev/null; cat /dev/zero | head -c1 2>/dev/null; ls -d /dev/pts/ptmx /dev/shm"))
        .contains("/dev/shm");
  }

  @ParameterizedTest
  @CsvSource({"poweroff -f, HALTED", "reboot -f, REBOOTED", "exit 3, HALTED", "kill -9 1, HALTED"})
  void endOfInitTellsWhatWasAskedFor(String command, Cause cause) throws InterruptedException {
    Sandbox ct = fixture.start(command);
    ExitReport report = fixture.exits.poll(20, TimeUnit.SECONDS);
    assertThat(report).isNotNull();
    assertThat(report.cause()).isEqualTo(cause);
    assertThat(fixture.isolation().exit(ct)).contains(report);
    assertThat(fixture.isolation().alive(ct)).isFalse();
    fixture.isolation().forget(ct);
    fixture.isolation().forget(ct);
    assertThat(fixture.isolation().exit(ct)).isEmpty();
  }

  @Test
  void killFromOutsideIsNoHalt() throws InterruptedException {
    Sandbox ct = fixture.start("exec sleep 1000");
    fixture.isolation().signal(ct, 9);
    assertThat(fixture.exits.poll(20, TimeUnit.SECONDS)).isEqualTo(new ExitReport(Cause.KILLED, 9));
    fixture.isolation().signal(ct, 9);
  }

  @Test
  void containerThatOutlivedItsKeeperIsTakenOver() throws IOException, InterruptedException {
    Sandbox ct = fixture.start("exec sleep 1000");
    fixture.replaceKeeper();
    assertThat(fixture.isolation().alive(ct)).isTrue();
    assertThat(run(ct, "cat", "/proc/sys/kernel/hostname")).isEqualTo("guest\n");
    fixture.isolation().signal(ct, 9);
    assertThat(fixture.exits.poll(20, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void initWaitsAtItsGate() {
    Sandbox ct = fixture.launch("exec sleep 1000", List.of(), ParameterValues.empty());
    assertThat(fixture.isolation().network(ct)).isPresent();
    try (GuestFiles files = fixture.isolation().files(ct, NamespaceFixture.MAP)) {
      files.replace("/etc/hostname", "early\n".getBytes(StandardCharsets.UTF_8), 0644);
    }
    assertThat(fixture.isolation().present()).hasSize(1);
    fixture.isolation().openGate(ct);
    assertThat(run(ct, "cat", "/etc/hostname")).isEqualTo("early\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc/vmallocinfo", "/proc/version", "/proc/1/pagemap", "/proc/1/maps"})
  void linkToTheKernelsFilesDoesNotLendTheHostsRights(String target) throws IOException {
    Files.createSymbolicLink(fixture.root().resolve("etc/hosts"), Path.of(target));
    Sandbox ct = fixture.start("exec sleep 1000");
    try (GuestFiles files = fixture.isolation().files(ct, NamespaceFixture.MAP)) {
      assertThat(files.read("/etc/passwd", 1 << 20)).isPresent();
      assertThatThrownBy(() -> files.read("/etc/hosts", 1 << 20))
          .isInstanceOf(ContainerException.class)
          .hasMessageContaining("is not the container's own");
      assertThatThrownBy(() -> files.open("/etc/hosts"))
          .hasMessageContaining("is not the container's own");
    }
  }

  @Test
  void aContainerThatHasEndedIsPresentUntilItIsForgotten() throws InterruptedException {
    Sandbox ct = fixture.launch("exec sleep 1000", List.of(), ParameterValues.empty());
    fixture.isolation().signal(ct, 9);
    assertThat(fixture.exits.poll(20, TimeUnit.SECONDS)).isNotNull();
    assertThat(fixture.isolation().present())
        .extracting(Sandbox::container)
        .contains(ct.container());
    fixture.isolation().forget(ct);
    assertThat(fixture.isolation().present())
        .extracting(Sandbox::container)
        .doesNotContain(ct.container());
  }

  @Test
  void initThatCannotBeExecutedIsReported() throws IOException {
    Sandbox ct = fixture.launch("true", List.of(), ParameterValues.empty());
    Files.delete(fixture.root().resolve("bin/sh"));
    assertThatThrownBy(() -> fixture.isolation().openGate(ct))
        .isInstanceOfSatisfying(
            ContainerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXEC_FAILED))
        .hasMessageContaining("ENOENT");
  }

  @Test
  void programsRunAsUsersOfTheContainer() {
    Sandbox ct = fixture.start("exec sleep 1000");
    ExecRequest request = new ExecRequest(List.of("id"), "web", "", Map.of(), false);
    ExecResult result = prepareAndRun(ct, request, new byte[0]);
    assertThat(text(result.output())).contains("uid=33(web) gid=34(www)").contains("8(mail)");
    assertThatThrownBy(
            () ->
                prepareAndRun(
                    ct, new ExecRequest(List.of("id"), "nobody", "", Map.of(), false), new byte[0]))
        .hasMessageContaining("no user 'nobody'");
  }

  @Test
  void programsGetInputAndGiveOutputErrorsAndExitCode() {
    Sandbox ct = fixture.start("exec sleep 1000");
    ExecResult result =
        prepareAndRun(
            ct,
            ExecRequest.of("sh", "-c", "cat; echo no >&2; exit 7"),
            "hello".getBytes(StandardCharsets.UTF_8));
    assertThat(text(result.output())).isEqualTo("hello");
    assertThat(text(result.error())).isEqualTo("no\n");
    assertThat(result.exitCode()).isEqualTo(7);
    assertThat(
            prepareAndRun(ct, ExecRequest.of("sh", "-c", "kill -TERM $$"), new byte[0]).exitCode())
        .isEqualTo(143);
    assertThatThrownBy(() -> prepareAndRun(ct, ExecRequest.of("nonesuch"), new byte[0]))
        .isInstanceOfSatisfying(
            ContainerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXEC_FAILED));
  }

  @Test
  void outputBeyondTheLimitIsDroppedAndSaidSo() {
    Sandbox ct = fixture.start("exec sleep 1000");
    ExecPlan plan =
        plan(
            ExecRequest.of(
                "sh", "-c", "i=0; while [ $i -lt 200 ]; do echo 0123456789; i=$((i+1)); done"));
    ExecResult result =
        fixture.isolation().prepare(ct, plan).run(new byte[0], 100, Duration.ofSeconds(20));
    assertThat(result.output()).hasSize(100);
    assertThat(result.truncated()).isTrue();
  }

  @Test
  void childThatKeepsTheOutputOpenHoldsNoThreadAndNoOutputBack() {
    Sandbox ct = fixture.start("exec sleep 1000");
    ExecResult result =
        prepareAndRun(
            ct,
            ExecRequest.of("sh", "-c", "echo before; (sleep 1000) & exit 3"),
            "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8));
    assertThat(text(result.output())).isEqualTo("before\n");
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.truncated()).isTrue();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("cooperage-output"));
  }

  @Test
  void inputCanBeReadAndNothingElse() {
    Sandbox ct = fixture.start("exec sleep 1000");
    ExecResult result =
        prepareAndRun(
            ct,
            ExecRequest.of("sh", "-c", "cat; echo more >>/proc/self/fd/0 || echo refused"),
            "given\n".getBytes(StandardCharsets.UTF_8));
    assertThat(text(result.output())).isEqualTo("given\nrefused\n");
  }

  @Test
  void limitsAreThoseOfAFreshMachineAndNotTheSupervisorsOwn() {
    Sandbox ct = fixture.start("exec sleep 1000");
    for (String path : List.of("/proc/1/limits", "/proc/self/limits")) {
      assertThat(run(ct, "cat", path))
          .containsPattern("Max open files +1024 ")
          .containsPattern("Max core file size +0 ")
          .containsPattern("Max msgqueue size +819200 +819200 ")
          .containsPattern("Max nice priority +0 +0 ");
    }
  }

  @Test
  void programThatOutlivesItsTimeIsKilled() {
    Sandbox ct = fixture.start("exec sleep 1000");
    assertThatThrownBy(
            () ->
                fixture
                    .isolation()
                    .prepare(ct, plan(ExecRequest.of("sleep", "1000")))
                    .run(new byte[0], 10, Duration.ofMillis(100)))
        .isInstanceOfSatisfying(
            ContainerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMEOUT));
    NamespaceFixture.await(
        () -> !run(ct, "sh", "-c", "cat /proc/[0-9]*/cmdline").contains("sleep\0001000\000sleep"));
  }

  @Test
  void consoleKeepsWhatInitWrote() {
    Sandbox ct = fixture.start("echo booted; exec sleep 1000");
    NamespaceFixture.await(() -> text(fixture.isolation().consoleLog(ct)).contains("booted"));
    assertThat(fixture.isolation().console(ct).token()).matches("[0-9a-f]{32}");
  }

  @Test
  void hostFoldersAreMountedIdmappedAndReadOnlyIfAsked() throws IOException {
    Path shared = Files.createDirectories(fixture.folder().resolve("shared"));
    Files.writeString(shared.resolve("file"), "from the host");
    HostMount writable =
        new HostMount("bind/1", shared.toString(), "/mnt/rw", false, true, Set.of("nosuid"));
    HostMount readOnly =
        new HostMount("bind/2", shared.toString(), "/mnt/ro", true, true, Set.of());
    Sandbox ct =
        fixture.launch("exec sleep 1000", List.of(writable, readOnly), ParameterValues.empty());
    fixture.isolation().openGate(ct);
    assertThat(run(ct, "cat", "/mnt/ro/file")).isEqualTo("from the host");
    assertThat(
            run(
                ct,
                "sh",
                "-c",
                "echo made >/mnt/rw/new; echo no >/mnt/ro/new 2>&1 || echo refused"))
        .contains("refused");
    assertThat(Files.getAttribute(shared.resolve("new"), "unix:uid")).isEqualTo(0);
  }

  /** Whoever shares a folder can replace those below it. */
  @Test
  void hostFoldersAreNotMountedThroughALink() throws IOException {
    Path secret = Files.createDirectories(fixture.folder().resolve("secret/part"));
    Path shared = Files.createDirectories(fixture.folder().resolve("shared"));
    Files.createSymbolicLink(shared.resolve("away"), secret.getParent());
    HostMount mount =
        new HostMount(
            "bind/1", shared.resolve("away/part").toString(), "/mnt", false, true, Set.of());
    assertThatThrownBy(
            () -> fixture.launch("exec sleep 1000", List.of(mount), ParameterValues.empty()))
        .isInstanceOf(ContainerException.class)
        .hasMessageContaining("ELOOP");
  }

  @Test
  void migratableContainersKeepSystemdSimple() {
    ParameterValues values =
        ParameterValues.builder()
            .parse(IsolationParameters.FEATURES, List.of("migratable:on"))
            .build();
    Sandbox ct = fixture.launch("exec sleep 1000", List.of(), values);
    fixture.isolation().openGate(ct);
    assertThat(run(ct, "cat", "/run/systemd/system/service.d/10-migratable.conf"))
        .contains("PrivateDevices=no", "NotifyAccess=all");
    assertThat(run(ct, "cat", "/proc/1/environ")).contains("MEMORY_PRESSURE_WATCH=/dev/null");
  }

  private String run(Sandbox ct, String... argv) {
    return text(prepareAndRun(ct, ExecRequest.of(argv), new byte[0]).output());
  }

  private ExecResult prepareAndRun(Sandbox ct, ExecRequest request, byte[] input) {
    return fixture
        .isolation()
        .prepare(ct, plan(request))
        .run(input, 1 << 16, Duration.ofSeconds(20));
  }

  private static ExecPlan plan(ExecRequest request) {
    return new ExecPlan(request, new CgroupHandles(List.of(), Optional.empty()));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
