package io.cooperage.core.lifecycle.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountTargetTest {
  @TempDir Path folder;

  @Test
  void anEmptyFolderIsTakenAsItReallyIsCalled() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("a b"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), empty);
    assertThat(MountTarget.require(link)).isEqualTo(empty.toRealPath());
  }

  @Test
  void whatIsNoEmptyFolderIsRefused() throws IOException {
    refused(folder.resolve("none"), "must be a folder");
    refused(Files.createFile(folder.resolve("file")), "must be a folder");
    refused(folder, "must be an empty folder");
    refused(Path.of("relative"), "must be an absolute path");
  }

  @Test
  void whereSomethingIsMountedNothingElseIs() {
    refused(Path.of("/proc"), "has something mounted");
  }

  private static void refused(Path target, String why) {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> MountTarget.require(target))
        .withMessageContaining(why)
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_VALUE));
  }
}
