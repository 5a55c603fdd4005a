package io.cooperage.itests.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is reported of a CT's isolation is what the kernel does. */
@ExtendWith(NodeExtension.class)
class IsolationIT {
  private static final List<String> NAMESPACES =
      List.of(
          "user namespace",
          "mount namespace",
          "process namespace",
          "network namespace",
          "IPC namespace",
          "host name namespace",
          "cgroup namespace",
          "time namespace");

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String CALL =
      """
      #define _GNU_SOURCE
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      #include <errno.h>
      #include <unistd.h>
      int main(int n, char **a) {
          long r = syscall(atol(a[1]), n > 2 ? atol(a[2]) : 0, 0, 0, 0, 0, 0);
          puts(r < 0 ? strerrorname_np(errno) : "0");
      }
      """;

  @TempDir private Path folder;

  @Test
  void aDefaultContainerHasEveryLayerOfItsOwn(TestNode node) {
    ContainerIT.create(node, "101");

    JsonNode report = report(node, "101");

    NAMESPACES.forEach(name -> assertThat(state(report, name)).as(name).isEqualTo("on"));
    assertThat(found(report, "system-call filter")).startsWith("1 in force, launched with deny");
    assertThat(found(report, "capabilities")).contains("never ", "sys_module");
    assertThat(state(report, "inotify and keys")).isEqualTo("on");
    assertThat(state(report, "devices")).isEqualTo("on");
    assertThat(state(report, "no_new_privs")).isEqualTo("off");
    assertThat(found(report, "pseudo-terminals")).isEqualTo("at most 1024");
    assertThat(report.get("grade").asText()).isNotEqualTo("trusted");
    assertThat(node.ct("isolation", "101").orFail().output()).contains("Grade: ");
  }

  @Test
  void aPrivilegedContainerIsOneThatMustBeTrusted(TestNode node) {
    ContainerIT.create(node, "101", "--privileged", "yes");

    JsonNode report = report(node, "101");

    assertThat(report.get("grade").asText()).isEqualTo("trusted");
    assertThat(report.get("because").get(0).asText()).isEqualTo("user namespace");
    assertThat(state(report, "network namespace")).isEqualTo("on");
    assertThat(found(report, "masks")).contains("hidden");
    assertThat(found(report, "capabilities")).contains("dac_read_search", "perfmon");
  }

  @Test
  void limitsAreReportedAsTheKernelHasThem(TestNode node) {
    ContainerIT.create(node, "101");
    node.ct("set", "101", "--unset", "numproc", "--unset", "physpages").orFail();
    assertThat(node.ct("set", "101", "--numproc", "200", "--physpages", "128M").ok()).isTrue();

    JsonNode limited = report(node, "101");

    assertThat(found(limited, "processes")).isEqualTo("at most 200");
    assertThat(found(limited, "memory")).startsWith("at most 128 MiB");
    node.ct("set", "101", "--numproc", "unlimited").orFail();
    JsonNode open = report(node, "101");
    assertThat(state(open, "processes")).isEqualTo("off");
    assertThat(open.get("grade").asText()).isEqualTo("weak");
    assertThat(open.get("because").toString()).contains("processes");
  }

  @Test
  void anOpenedFeatureIsReportedFromTheNextStartOn(TestNode node) {
    ContainerIT.create(node, "101");
    node.ct("set", "101", "--features", "perf:on").orFail();
    assertThat(report(node, "101").toString()).doesNotContain("feature perf");

    node.ct("restart", "101").orFail();

    assertThat(state(report(node, "101"), "feature perf")).isEqualTo("on");
  }

  /** The mount table is the CT's own to change, so what it shows is read anew. */
  @Test
  void whatARunningContainerChangesIsSeen(TestNode node) {
    ContainerIT.create(node, "101");
    String before = found(report(node, "101"), "masks");

    node.ct("exec", "101", "--", "mount", "-t", "tmpfs", "none", "/proc/fs").orFail();

    assertThat(found(report(node, "101"), "masks")).isNotEqualTo(before).contains("1 hidden");
  }

  @Test
  void theAllowlistAnswersAsAnOlderKernelAndTheContainerWorks(TestNode node) throws IOException {
    ContainerIT.create(node, "101", "--syscalls", "allowlist");
    give(node);

    assertThat(node.ct("exec", "101", "--", "/root/call", "321", "-1").orFail().output())
        .as("bpf")
        .isEqualTo("EPERM\n");
    assertThat(node.ct("exec", "101", "--", "/root/call", "236").orFail().output())
        .as("vserver, which no list has")
        .isEqualTo("ENOSYS\n");
    node.ct("exec", "101", "--", "sh", "-c", "ps && mount -t tmpfs none /mnt && ls /mnt").orFail();
    assertThat(found(report(node, "101"), "system-call filter"))
        .isEqualTo("2 in force, launched with allowlist");
  }

  @Test
  void aPolicyThatIsNotThereIsRefused(TestNode node) {
    CtResult refused = node.ct("create", "101", "--template", "busybox", "--syscalls", "strict");

    assertThat(refused.ok()).isFalse();
    assertThat(refused.error()).contains("'strict'", "allowlist, denylist");
  }

  @Test
  void aTrialLetsThroughAndTellsWhatItWouldDeny(TestNode node) throws IOException {
    assumeThat(node.ct("node", "info", "--json").orFail().output())
        .as("seccomp action log")
        .contains("\"isolation.seccomp.log\" : \"yes\"");
    ContainerIT.create(node, "101", "--syscalls-trial", "allowlist");
    give(node);
    assertThat(found(report(node, "101"), "trial of allowlist")).contains("nothing", " since ");

    node.ct("exec", "101", "--", "/root/call", "216").orFail();

    Await.until(
        "the call is told",
        PATIENCE,
        () ->
            found(report(node, "101"), "trial of allowlist")
                .startsWith("would have denied remap_file_pages 1x since 20"));
    assertThat(node.ct("exec", "101", "--", "/root/call", "321", "-1").output())
        .as("the policy in force still rules")
        .isEqualTo("EPERM\n");
    assertThat(found(report(node, "101"), "system-call filter")).startsWith("1 in force, 2 that");
  }

  /** Whoever asks for the first report must not be the one who makes it listen. */
  @Test
  void aTrialIsHeardByTheNextDaemonBeforeAnybodyAsks(TestNode node) throws IOException {
    assumeThat(node.ct("node", "info", "--json").orFail().output())
        .as("seccomp action log")
        .contains("\"isolation.seccomp.log\" : \"yes\"");
    ContainerIT.create(node, "101", "--syscalls-trial", "allowlist");
    give(node);
    node.killDaemon();
    node.startDaemon();
    Await.until("the CT is adopted", PATIENCE, () -> node.ct("exec", "101", "--", "true").ok());

    node.ct("exec", "101", "--", "/root/call", "216").orFail();

    Await.until(
        "the call is told",
        PATIENCE,
        () ->
            found(report(node, "101"), "trial of allowlist")
                .startsWith("would have denied remap_file_pages 1x since"));
  }

  @Test
  void setuidProgramsGiveNoRightsWhenTheyShallNot(TestNode node) {
    ContainerIT.create(node, "101", "--nonewprivs", "yes");

    assertThat(state(report(node, "101"), "no_new_privs")).isEqualTo("on");
    assertThat(node.ct("exec", "101", "--", "cat", "/proc/self/status").orFail().output())
        .containsPattern("NoNewPrivs:\\s+1");
  }

  /** A program that makes one system call and prints how it failed. */
  private void give(TestNode node) throws IOException {
    Path source = Files.writeString(folder.resolve("call.c"), CALL);
    Path program = folder.resolve("call");
    Programs.output("gcc", "-static", "-O1", "-o", program.toString(), source.toString());
    node.ct("cp", program.toString(), "101:/root/call").orFail();
    node.ct("exec", "101", "--", "chmod", "755", "/root/call").orFail();
  }

  @Test
  void aContainerThatDoesNotRunHasNoReport(TestNode node) {
    ContainerIT.create(node, "101");
    node.ct("stop", "101", "--fast").orFail();

    assertThat(node.ct("isolation", "101").exitCode()).isEqualTo(31);
  }

  private static JsonNode report(TestNode node, String ctid) {
    return node.ct("isolation", ctid, "--json").orFail().json();
  }

  private static String state(JsonNode report, String name) {
    return layer(report, name).get("state").asText();
  }

  private static String found(JsonNode report, String name) {
    return layer(report, name).get("found").asText();
  }

  private static JsonNode layer(JsonNode report, String name) {
    return StreamSupport.stream(report.get("layers").spliterator(), false)
        .filter(layer -> layer.get("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no layer '" + name + "' in " + report));
  }
}
