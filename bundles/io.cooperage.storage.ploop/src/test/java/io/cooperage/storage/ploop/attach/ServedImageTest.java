package io.cooperage.storage.ploop.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.storage.ploop.convert.DiskFormat;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServedImageTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"/srv/disk", "/srv/a disk%20 of\nlines \u00e4?#", "/srv/ends in blanks  "})
  void itIsReadAsItWasWritten(String path) {
    ServedImage name =
        new ServedImage("cooperage-x", new UUID(1, 2), DiskFormat.PLOOP_FOLDER, Path.of(path));
    assertThat(name.text()).isEqualTo(name.text().strip()).doesNotContain("\n");
    assertThat(ServedImage.parse("cooperage-x", name.text())).contains(name);
    assertThat(ServedImage.parse("cooperage-y", name.text())).isEmpty();
  }

  @Test
  void whatIsNoneIsNotRead() {
    for (String text :
        new String[] {
          "", "x", "x x x x", "x 00000000-0000-0001-0000-000000000002 RAW relative", "x 1 RAW /a"
        }) {
      assertThat(ServedImage.parse("x", text)).as(text).isEmpty();
    }
  }
}
