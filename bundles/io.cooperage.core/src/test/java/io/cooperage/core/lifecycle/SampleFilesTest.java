package io.cooperage.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.parameter.RawSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleFilesTest {
  @TempDir Path folder;
  private SampleFiles samples;

  @BeforeEach
  void open() {
    samples = new SampleFiles(folder);
  }

  @Test
  void bothNotationsAreReadAndNothingIsRun() throws IOException {
    Files.writeString(
        folder.resolve("a.conf"), "# comment\n\nPHYSPAGES=\"0:512M\"\nname_x=$(reboot)\n");
    assertThat(samples.read("a"))
        .extracting(SampleFiles.Line::setting)
        .containsExactly(
            RawSetting.set("physpages", "0:512M"), RawSetting.set("name_x", "$(reboot)"));
  }

  @Test
  void everyBadLineIsNamed() throws IOException {
    Files.writeString(folder.resolve("a.conf"), "one\ntwo words\n");
    assertThatThrownBy(() -> samples.read("a"))
        .hasMessageContaining("a.conf line 1 'one'")
        .hasMessageContaining("a.conf line 2 'two words'");
  }

  @Test
  void noNameIsNoSampleAndAWrongOneIsRefused() {
    assertThat(samples.read("")).isEmpty();
    assertThatThrownBy(() -> samples.read("basic")).hasMessageContaining("'basic'");
    assertThatThrownBy(() -> samples.read("../../etc/passwd")).hasMessageContaining("no sample");
  }
}
