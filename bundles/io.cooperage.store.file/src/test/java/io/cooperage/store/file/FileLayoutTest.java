package io.cooperage.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.testing.store.SampleRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLayoutTest {
  private final ContainerId id = ContainerId.random();
  private StoreFolders folders;

  @BeforeEach
  void open(@TempDir Path folder) throws IOException {
    folders = StoreFolders.in(folder);
  }

  @Test
  void onlyRootReadsWhatIsKept() throws IOException {
    FileContainerStore store = folders.open();
    store.save(SampleRecords.full(id, 101));
    store.saveRuntime(SampleRecords.running(id));
    store.saveJournal(SampleRecords.journal("1", id.toString(), true));
    for (Path root : new Path[] {folders.pool(), folders.state(), folders.run()}) {
      for (Path path : below(root)) {
        String wanted = Files.isDirectory(path) ? "rwx------" : "rw-------";
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as(path.toString())
            .isEqualTo(wanted);
      }
    }
  }

  @Test
  void equalRecordsAreEqualFiles() throws IOException {
    folders.open().save(SampleRecords.full(id, 101));
    String first = Files.readString(folders.record(id));
    folders.open().save(folders.open().containers().get(0));
    assertThat(Files.readString(folders.record(id))).isEqualTo(first).endsWith("}\n");
  }

  @Test
  void whatACrashLeftOfJournalsIsSweptAndKeepsNoContainersFolder() throws IOException {
    FileContainerStore store = folders.open();
    store.save(SampleRecords.full(id, 101));
    store.saveJournal(SampleRecords.journal("1", id.toString(), true));
    Path home = folders.record(id).getParent();
    List<Path> cut =
        List.of(
            home.resolve("journal/.2.json.new"),
            folders.state().resolve("job/.3.json.new"),
            folders.run().resolve("job/.4.json.new"));
    for (Path path : cut) {
      Files.writeString(path, "half a jour");
    }
    FileContainerStore next = folders.open();
    assertThat(cut).noneMatch(Files::exists);
    assertThat(next.journals()).hasSize(1);
    next.delete(id);
    next.deleteJournal("1");
    assertThat(home).doesNotExist();
  }

  @Test
  void whatACrashLeftOfAWriteIsUsedUpByTheNext() throws IOException {
    folders.open().save(SampleRecords.full(id, 101));
    Path leftover = folders.record(id).resolveSibling(".container.json.new");
    Files.writeString(leftover, "half a reco");
    assertThat(folders.open().containers()).hasSize(1);
    folders.open().save(SampleRecords.bare(id, 101));
    assertThat(leftover).doesNotExist();
    Files.writeString(leftover, "half a reco");
    folders.open().delete(id);
    assertThat(folders.pool()).isEmptyDirectory();
  }

  @Test
  void deletingLeavesFilesOfOthers() throws IOException {
    folders.open().save(SampleRecords.full(id, 101));
    Path disk = Files.createDirectory(folders.record(id).resolveSibling("root.hdd"));
    folders.open().delete(id);
    assertThat(disk).exists();
    assertThat(folders.open().containers()).isEmpty();
    assertThat(folders.open().broken()).isEmpty();
  }

  @Test
  void theLastJournalOfACreateThatFailedTakesTheFolderAlong() {
    folders.open().saveJournal(SampleRecords.journal("1", id.toString(), true));
    folders.open().deleteJournal("1");
    assertThat(folders.pool()).isEmptyDirectory();
  }

  @Test
  void aRebootWipesOnlyWhatIsNotDurable() throws IOException {
    FileContainerStore store = folders.open();
    store.save(SampleRecords.full(id, 101));
    store.saveRuntime(SampleRecords.running(id));
    store.saveJournal(SampleRecords.journal("1", id.toString(), true));
    store.saveJournal(SampleRecords.journal("2", ContainerId.random().toString(), false));
    for (Path path :
        below(folders.run()).stream().sorted(java.util.Comparator.reverseOrder()).toList()) {
      Files.delete(path);
    }
    FileContainerStore next = folders.open();
    assertThat(next.containers()).hasSize(1);
    assertThat(next.runtime(id)).isEmpty();
    assertThat(next.journals()).extracting("job").containsExactly("1");
  }

  @Test
  void anIdOfAJobIsNeverAPath() {
    for (String job : new String[] {"", "../x", ".hidden", "a/b", "a\0b", "x".repeat(65)}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> folders.open().saveJournal(SampleRecords.journal(job, "t", true)));
      assertThatIllegalArgumentException().isThrownBy(() -> folders.open().deleteJournal(job));
    }
  }

  @Test
  void aRecordThatCannotBeWrittenSaysWhichAndWhy() throws IOException {
    FileContainerStore store = folders.open();
    Files.delete(folders.pool());
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> store.save(SampleRecords.full(id, 101)))
        .withMessageContaining(id.toString())
        .withMessageContaining("ENOENT");
    assertThatExceptionOfType(ContainerException.class).isThrownBy(store::containers);
  }

  private static java.util.List<Path> below(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.filter(path -> !path.equals(root)).toList();
    }
  }
}
