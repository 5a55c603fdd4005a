package io.cooperage.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeFoldersTest {
  @TempDir Path folder;

  private NodeFolders open() {
    return NodeFolders.open(folder.resolve("state"), folder.resolve("run"));
  }

  @Test
  void theUuidOutlivesTheDaemon() {
    UUID uuid;
    try (NodeFolders first = open()) {
      uuid = first.uuid();
    }
    try (NodeFolders second = open()) {
      assertThat(second.uuid()).isEqualTo(uuid);
      assertThat(second.bootId()).hasSize(36);
    }
  }

  @Test
  void aSecondDaemonOnTheSameFolderIsRefused() {
    try (NodeFolders first = open()) {
      assertThat(first).isNotNull();
      assertThatThrownBy(this::open)
          .hasMessageContaining("another daemon uses " + folder.resolve("state"))
          .hasMessageContaining("pid " + ProcessHandle.current().pid());
      assertThatThrownBy(() -> NodeFolders.open(folder.resolve("other"), folder.resolve("run")))
          .hasMessageContaining("another daemon uses " + folder.resolve("run"));
    }
  }

  @Test
  void whatAnEarlierBootLeftIsClearedAndNothingElse() throws IOException {
    try (NodeFolders first = open()) {
      assertThat(first).isNotNull();
    }
    Path run = folder.resolve("run");
    Files.createDirectories(run.resolve("ct/someone"));
    Files.writeString(run.resolve("ct/someone/runtime.json"), "{}");
    Files.writeString(run.resolve("foreign"), "stays");
    try (NodeFolders sameBoot = open()) {
      assertThat(sameBoot).isNotNull();
      assertThat(run.resolve("ct/someone/runtime.json")).exists();
    }
    Files.writeString(run.resolve("boot-id"), "an earlier boot\n");
    try (NodeFolders nextBoot = open()) {
      assertThat(run.resolve("ct")).doesNotExist();
      assertThat(run.resolve("foreign")).exists();
      assertThat(run.resolve("boot-id")).hasContent(nextBoot.bootId());
    }
  }

  @Test
  void clearingNeverFollowsALink() throws IOException {
    Path run = Files.createDirectories(folder.resolve("run"));
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.writeString(outside.resolve("precious"), "");
    Files.createDirectories(run.resolve("ct"));
    Files.createSymbolicLink(run.resolve("ct/link"), outside);
    Files.createSymbolicLink(run.resolve("mnt"), outside);
    Files.writeString(run.resolve("boot-id"), "an earlier boot\n");
    StaleRun.clear(run, "this boot");
    assertThat(outside.resolve("precious")).exists();
    assertThat(run.resolve("ct")).doesNotExist();
  }
}
