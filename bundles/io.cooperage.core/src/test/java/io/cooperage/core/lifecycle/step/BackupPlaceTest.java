package io.cooperage.core.lifecycle.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupPlaceTest {
  @Test
  void aPathIsAPlaceOfFiles() {
    BackupPlace place = BackupPlace.parse("/srv/backup");
    assertThat(place).hasToString("file:/srv/backup");
    assertThat(BackupPlace.parse(place.toString())).isEqualTo(place);
    assertThat(BackupPlace.parse("s3:bucket/a:b")).isEqualTo(new BackupPlace("s3", "bucket/a:b"));
  }

  @Test
  void withoutALocationItIsTheNodesOwn() {
    assertThat(BackupPlace.of(Optional.empty(), Path.of("/var/lib/cooperage")))
        .hasToString("file:/var/lib/cooperage/backup");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/srv/backup/", "//srv//backup", "file:/srv/./backup", "/srv/backup/."})
  void twoWaysToWriteAPathAreOnePlace(String text) {
    BackupPlace place = BackupPlace.parse("/srv/backup");
    assertThat(BackupPlace.parse(text)).isEqualTo(place);
    assertThat(place.isMeantBy(text)).isTrue();
    assertThat(place.isMeantBy("/srv/other")).isFalse();
    assertThat(place.isMeantBy("what an older daemon stored")).isFalse();
    assertThat(BackupPlace.parse("s3:a//b")).isNotEqualTo(BackupPlace.parse("s3:a/b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "backup",
        "./backup",
        ":x",
        "S3:x",
        "file:",
        "a b:c",
        "/a\u0000b",
        "/a\nb",
        "/a/../b",
        "file:a"
      })
  void nonsenseIsRefused(String text) {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> BackupPlace.parse(text))
        .withMessageContaining("absolute path");
  }
}
