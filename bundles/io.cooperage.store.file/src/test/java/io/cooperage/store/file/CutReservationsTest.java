package io.cooperage.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.testing.store.SampleRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CutReservationsTest {
  private final ContainerId id = ContainerId.random();
  private StoreFolders folders;
  private Path home;
  private Path image;

  @BeforeEach
  void reserve(@TempDir Path folder) throws IOException {
    folders = StoreFolders.in(folder);
    folders.open().save(SampleRecords.bare(id, 101));
    home = folders.record(id).getParent();
    image = Files.createDirectory(home.resolve("root.hdd")).resolve("root.hds");
    Files.writeString(image, "disk");
  }

  private Path reservation() {
    return home.resolve("reservation.json");
  }

  @Test
  void aWholeReservationIsReadAsTheRecordOfAContainerInTheMaking() {
    assertThat(folders.record(id)).doesNotExist();
    assertThat(folders.open().containers()).containsExactly(SampleRecords.bare(id, 101));
    assertThat(image).exists();
  }

  @Test
  void whatAPowerCutEmptiedGoesWithItsDisk() throws IOException {
    Files.writeString(reservation(), "");
    assertThat(folders.open().containers()).isEmpty();
    assertThat(folders.pool()).isEmptyDirectory();
  }

  @Test
  void whatAPowerCutFilledWithZeroesGoesWithItsDisk() throws IOException {
    Files.write(reservation(), new byte[512]);
    assertThat(folders.open().broken()).isEmpty();
    assertThat(folders.pool()).isEmptyDirectory();
  }

  @Test
  void whatNeverGotItsNameGoesWithItsDisk() throws IOException {
    Files.move(reservation(), home.resolve(".reservation.json.new"));
    folders.open();
    assertThat(folders.pool()).isEmptyDirectory();
  }

  @Test
  void aLinkInTheFolderIsRemovedAndNotFollowed(@TempDir Path elsewhere) throws IOException {
    Path precious = Files.writeString(elsewhere.resolve("precious"), "data");
    Files.createSymbolicLink(home.resolve("link"), elsewhere);
    Files.writeString(reservation(), "");
    folders.open();
    assertThat(folders.pool()).isEmptyDirectory();
    assertThat(precious).exists();
  }

  @Test
  void theRecordTakesTheReservationAway() throws IOException {
    folders.open().save(SampleRecords.full(id, 101));
    assertThat(reservation()).doesNotExist();
    Files.writeString(reservation(), "");
    assertThat(folders.open().containers()).containsExactly(SampleRecords.full(id, 101));
    assertThat(reservation()).doesNotExist();
    assertThat(image).exists();
  }

  @Test
  void aReservationOfANewerVersionIsNotRemoved() throws IOException {
    Files.writeString(reservation(), "{\"schema\": \"9.0\"}");
    assertThat(folders.open().broken()).hasSize(1);
    assertThat(image).exists();
  }
}
