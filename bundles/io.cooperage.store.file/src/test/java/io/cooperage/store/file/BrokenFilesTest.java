package io.cooperage.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.store.BrokenRecord;
import io.cooperage.spi.store.ContainerRecord;
import io.cooperage.testing.store.SampleRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokenFilesTest {
  private final ContainerId id = ContainerId.random();
  private StoreFolders folders;

  @BeforeEach
  void saveOne(@TempDir Path folder) throws IOException {
    folders = StoreFolders.in(folder);
    folders.open().save(SampleRecords.full(id, 101));
  }

  @Test
  void aFileCutAtAnyLengthIsBrokenAndLeftAlone() throws IOException {
    byte[] whole = Files.readAllBytes(folders.record(id));
    for (int length = 0; length < whole.length - 2; length += 7) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      Files.write(folders.record(id), cut);
      assertThat(brokenReason()).contains("container.json cannot be used");
      assertThat(Files.readAllBytes(folders.record(id))).isEqualTo(cut);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"schema\" : \"1.0\" | \"schema\" : \"2.0\" | its schema 2.0 is not 1.x",
        "\"schema\" : \"1.0\" | \"schema\" : \"new\" | its schema 'new' is not MAJOR.MINOR",
        "\"ctid\" : 101 | \"ctid\" : 100 | must be a CTID between",
        "\"ctid\" : 101 | \"ctid\" : \"101\" | its 'ctid' is not a whole number",
        "\"ctid\" : 101 | \"ctid\" : 4294967397 | its 'ctid' is out of range",
        "\"ctid\" : 101 | \"ctid\" : 101, \"ctid\" : 102 | Duplicate",
        "\"wantRunning\" : true | \"wantRunning\" : 1 | its 'wantRunning' is not true or false",
        "\"width\" : 65536 | \"width\" : 0 | id map",
        "\"width\" : 65536 | \"width\" : 65536, \"more\" : 1 | its 'idMap.more' is unknown",
        "\"name\" : \"web-101\" | \"name\" : \"../x\" | must be a name",
        "\"createdAt\" : \"2026 | \"createdAt\" : \"x2026 | its 'createdAt' is no time",
        "\"template\" | \"templates\" | its 'template' is missing",
      })
  void aWrongValueIsNamed(String part, String wrong, String reason) throws IOException {
    String text = Files.readString(folders.record(id));
    assertThat(text).contains(part);
    Files.writeString(
        folders.record(id),
        text.replaceFirst(
            java.util.regex.Pattern.quote(part), java.util.regex.Matcher.quoteReplacement(wrong)));
    assertThat(brokenReason()).contains(reason);
  }

  @Test
  void aLaterMinorSchemaIsReadAndComesBackAsItWas() throws IOException {
    String text = Files.readString(folders.record(id));
    Files.writeString(
        folders.record(id),
        text.replace("\"schema\" : \"1.0\"", "\"schema\" : \"1.3\", \"added\" : {\"b\":1.50}"));
    ContainerRecord read = folders.open().containers().get(0);
    assertThat(read.unknown()).containsEntry("added", "{\"b\":1.50}");
    folders.open().save(read.edit().description("changed by an older daemon").build());
    assertThat(Files.readString(folders.record(id))).contains("\"1.3\"", "1.50");
    assertThat(folders.open().containers().get(0).unknown()).isEqualTo(read.unknown());
  }

  @Test
  void aHugeFileIsRefusedBeforeItIsRead() throws IOException {
    try (var file = Files.newByteChannel(folders.record(id), StandardOpenOption.WRITE)) {
      file.position(1L << 40);
      file.write(java.nio.ByteBuffer.wrap(new byte[1]));
    }
    assertThat(brokenReason()).contains("bytes, more than 1048576");
  }

  @Test
  void deeplyNestedJsonIsRefused() throws IOException {
    Files.writeString(folders.record(id), "[".repeat(200_000));
    assertThat(brokenReason()).contains("it is not whole JSON");
  }

  @Test
  void aSymbolicLinkIsNotFollowed() throws IOException {
    Path elsewhere = folders.state().resolve("stolen.json");
    Files.move(folders.record(id), elsewhere);
    Files.createSymbolicLink(folders.record(id), elsewhere);
    assertThat(brokenReason()).contains("it is a symbolic link");
  }

  @Test
  void aLinkedFolderIsNotEntered() throws IOException {
    Path elsewhere = folders.state().resolve("elsewhere");
    Files.move(folders.pool().resolve(id.toString()), elsewhere);
    Files.createSymbolicLink(folders.pool().resolve(id.toString()), elsewhere);
    assertThat(brokenReason()).contains("its folder cannot be read");
  }

  @Test
  void aFolderInPlaceOfTheFileIsRefused() throws IOException {
    Files.delete(folders.record(id));
    Files.createDirectory(folders.record(id));
    assertThat(brokenReason()).contains("it is not a regular file");
  }

  @Test
  void aFifoDoesNotHoldTheReader() throws Exception {
    Files.delete(folders.record(id));
    Process mkfifo = new ProcessBuilder("mkfifo", folders.record(id).toString()).start();
    assertThat(mkfifo.waitFor()).isZero();
    assertThat(brokenReason()).contains("it is not a regular file");
  }

  @Test
  void theRecordOfAnotherContainerIsRefused() throws IOException {
    ContainerId copy = ContainerId.random();
    Files.createDirectory(folders.pool().resolve(copy.toString()));
    Files.copy(folders.record(id), folders.record(copy));
    FileContainerStore store = folders.open();
    assertThat(store.containers()).hasSize(1);
    assertThat(store.broken()).extracting(BrokenRecord::id).containsExactly(copy);
  }

  @Test
  void otherNamesInThePoolAreNoContainers() throws IOException {
    Files.createDirectory(folders.pool().resolve("lost+found"));
    Files.createDirectory(folders.pool().resolve(id.toString().toUpperCase(java.util.Locale.ROOT)));
    Files.createDirectory(folders.pool().resolve(ContainerId.random().toString()));
    Files.writeString(folders.pool().resolve("README"), "x", StandardCharsets.UTF_8);
    FileContainerStore store = folders.open();
    assertThat(store.containers()).hasSize(1);
    assertThat(store.broken()).isEmpty();
  }

  @Test
  void aBrokenRunningStateIsToldAndNothingElseSuffers() throws IOException {
    folders.open().saveRuntime(SampleRecords.running(id));
    Path state = folders.run().resolve("ct").resolve(id.toString()).resolve("state.json");
    Files.writeString(state, "{");
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> folders.open().runtime(id))
        .withMessageContaining(id.toString())
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BROKEN_CONTAINER));
    assertThat(folders.open().containers()).hasSize(1);
  }

  @Test
  void aJournalThatCannotBeReadMakesItsContainerBroken() throws IOException {
    folders.open().saveJournal(SampleRecords.journal("5", id.toString(), true));
    Path journal = folders.pool().resolve(id.toString()).resolve("journal").resolve("5.json");
    Files.writeString(journal, Files.readString(journal).replace("\"1.0\"", "\"9.0\""));
    assertThat(brokenReason()).contains("journal 5.json", "schema 9.0");
    assertThat(folders.open().journals()).isEmpty();
  }

  private String brokenReason() {
    FileContainerStore store = folders.open();
    assertThat(store.containers()).isEmpty();
    List<BrokenRecord> broken = store.broken();
    assertThat(broken).hasSize(1);
    assertThat(broken.get(0).id()).isEqualTo(id);
    return broken.get(0).reason();
  }
}
