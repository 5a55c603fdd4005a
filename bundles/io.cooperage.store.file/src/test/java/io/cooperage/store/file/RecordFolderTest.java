package io.cooperage.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.linux.LinuxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFolderTest {
  private static final int LIMIT = 1000;

  @TempDir private Path path;
  private RecordFolder folder;

  @BeforeEach
  void open() {
    folder = RecordFolder.durable(path);
  }

  @AfterEach
  void close() {
    folder.close();
  }

  @Test
  void aFileIsReplacedWholeAndNothingElseStays() throws Exception {
    folder.replace("a.json", bytes("longer than the next"));
    folder.replace("a.json", bytes("next"));
    assertThat(folder.read("a.json", LIMIT)).contains(bytes("next"));
    assertThat(folder.names()).containsExactly("a.json");
    try (var files = Files.list(path)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aLinkIsReplacedAndItsTargetIsLeftAlone() throws Exception {
    Path target = Files.writeString(path.resolve("target"), "kept");
    Files.createSymbolicLink(path.resolve("a.json"), target);
    folder.replace("a.json", bytes("new"));
    assertThat(target).hasContent("kept");
    assertThat(path.resolve("a.json")).isRegularFile();
  }

  @Test
  void aLinkInPlaceOfTheTemporaryIsNotWrittenThrough() throws IOException {
    Path target = Files.writeString(path.resolve("target"), "kept");
    Files.createSymbolicLink(path.resolve(".a.json.new"), target);
    assertThatExceptionOfType(LinuxException.class)
        .isThrownBy(() -> folder.replace("a.json", bytes("new")));
    assertThat(target).hasContent("kept");
    folder.replace("a.json", bytes("new"));
    assertThat(path.resolve("a.json")).hasContent("new");
  }

  @Test
  void removingWhatIsNotThereIsNoError() {
    folder.remove("none");
    folder.removeIfEmpty("none");
    assertThat(folder.child("none")).isEmpty();
  }

  @Test
  void aFolderInUseIsNotRemoved() {
    try (RecordFolder child = folder.madeChild("child")) {
      child.replace("a", bytes("x"));
      folder.removeIfEmpty("child");
      assertThat(folder.has("child")).isTrue();
      child.remove("a");
    }
    folder.removeIfEmpty("child");
    assertThat(path).isEmptyDirectory();
  }

  @Test
  void makingAFolderTwiceIsMakingItOnce() {
    try (RecordFolder one = folder.madeChild("child");
        RecordFolder two = folder.madeChild("child")) {
      one.replace("a", bytes("x"));
      assertThat(two.names()).containsExactly("a");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
