package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HasteNoteTest {
  @TempDir Path folder;
  private Path note;
  private Path haste;

  @BeforeEach
  void calm() {
    note = folder.resolve("note");
    haste = folder.resolve("haste");
    set("0\n");
  }

  private void set(String value) {
    try {
      Files.writeString(haste, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HasteNote daemon() {
    return new HasteNote(note, haste);
  }

  @Test
  void whatAKilledFreezeLeavesIsCleared() {
    assertThatThrownBy(
            () ->
                daemon()
                    .during(
                        () -> {
                          assertThat(note).exists();
                          set("1\n");
                          throw new IllegalStateException("killed");
                        }))
        .hasMessage("killed");
    assertThat(haste).hasContent("0");
    assertThat(note).doesNotExist();
  }

  @Test
  void theNextDaemonClearsWhatOneThatDiedInAFreezeLeft() throws IOException {
    Path copy = folder.resolve("copy");
    daemon()
        .during(
            () -> {
              try {
                Files.copy(note, copy);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    Files.move(copy, note);
    set("1\n");
    daemon().settle();
    assertThat(haste).hasContent("0");
    assertThat(note).doesNotExist();
  }

  @Test
  void whatSomebodyElseHasSetStays() {
    set("1\n");
    daemon().settle();
    daemon().during(() -> assertThat(note).doesNotExist());
    assertThat(haste).hasContent("1");
  }

  @Test
  void theLastOfSeveralFreezesClears() {
    HasteNote one = daemon();
    one.during(
        () -> {
          set("1\n");
          one.during(() -> {});
          assertThat(haste).hasContent("1");
          assertThat(note).exists();
        });
    assertThat(haste).hasContent("0");
  }

  @Test
  void aKernelWithoutTheSwitchIsNoMatter() throws IOException {
    Files.delete(haste);
    daemon().settle();
    daemon().during(() -> {});
    assertThat(note).doesNotExist();
    assertThat(haste).doesNotExist();
  }
}
