package io.cooperage.template.debootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DebianTreeTest {
  private ScratchTree scratch;
  private Path root;

  @BeforeEach
  void layWhatDebootstrapLeaves() throws IOException {
    scratch = new ScratchTree();
    root = scratch.path();
    for (String folder : List.of("etc/ssh", "dev", "run", "tmp", "var/log/apt", "var/tmp")) {
      Files.createDirectories(root.resolve(folder));
    }
    Files.writeString(root.resolve("etc/machine-id"), "d12c003f2f234649b6cfec176ab8916b\n");
    Files.writeString(root.resolve("etc/ssh/ssh_host_rsa_key"), "secret");
    Files.writeString(root.resolve("etc/ssh/ssh_host_rsa_key.pub"), "public");
    Files.writeString(root.resolve("etc/ssh/sshd_config"), "kept");
    Files.writeString(root.resolve("var/log/bootstrap.log"), "host name");
    Files.writeString(root.resolve("dev/null"), "");
    Files.createSymbolicLink(root.resolve("etc/resolv.conf"), Path.of("/etc/resolv.conf"));
  }

  @AfterEach
  void remove() throws IOException {
    scratch.close();
  }

  @Test
  void whatTwoContainersMustNotShareIsGone() throws IOException {
    fit();
    assertThat(root.resolve("etc/machine-id")).isEmptyFile();
    assertThat(root.resolve("etc/ssh/ssh_host_rsa_key")).doesNotExist();
    assertThat(root.resolve("etc/ssh/ssh_host_rsa_key.pub")).doesNotExist();
    assertThat(root.resolve("etc/ssh/sshd_config")).hasContent("kept");
    assertThat(root.resolve("dev")).isEmptyDirectory();
    assertThat(root.resolve("var/log/bootstrap.log")).isEmptyFile();
    assertThat(root.resolve("etc/resolv.conf")).isRegularFile().isEmptyFile();
  }

  @Test
  void unitsThatCannotWorkAreMasked() throws IOException {
    fit();
    for (String unit :
        List.of(
            "systemd-modules-load.service", "sys-kernel-debug.mount", "systemd-udevd.service")) {
      assertThat(Files.readSymbolicLink(root.resolve("etc/systemd/system").resolve(unit)))
          .isEqualTo(Path.of("/dev/null"));
    }
    assertThat(Files.readSymbolicLink(root.resolve("etc/systemd/system/default.target")))
        .hasFileName("multi-user.target");
  }

  @Test
  void aptInsideUsesTheHostsMirrorAndOptions() throws IOException {
    fit();
    assertThat(root.resolve("etc/apt/sources.list")).hasContent("deb http://mirror.example x main");
    assertThat(root.resolve("etc/apt/apt.conf.d/10-host"))
        .hasContent("Acquire::Check-Date \"false\";");
  }

  @Test
  void fittingTwiceIsFittingOnce() throws IOException {
    fit();
    fit();
    assertThat(root.resolve("etc/machine-id")).isEmptyFile();
  }

  private void fit() throws IOException {
    new DebianTree(root)
        .fit(
            List.of("deb http://mirror.example x main"),
            new AptOptions(Map.of("Acquire::Check-Date", "false")));
  }
}
