package io.cooperage.storage.ploop.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cooperage.spi.template.TemplateDescriptor;
import io.cooperage.spi.template.TemplateImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTextTest {
  private static final Path FOLDER = Path.of("/pool/template");
  private static final String DIGEST = "0123456789abcdef".repeat(4);
  private static final TemplateImage IMAGE =
      new TemplateImage(
          new TemplateDescriptor(
              "debian-13",
              "Debian \"13\"",
              "debootstrap",
              List.of("/sbin/init", "--show-status=no"),
              Map.of("container", "cooperage"),
              37,
              39,
              Map.of("init", "systemd")),
          DIGEST,
          FOLDER.resolve(DIGEST + ".erofs"),
          "erofs",
          1234567,
          Instant.parse("2026-11-22T17:00:00.123Z"));

  @Test
  void whatIsWrittenIsReadBack() {
    assertThat(TemplateText.read(TemplateText.write(IMAGE), FOLDER)).isEqualTo(IMAGE);
  }

  @Test
  void keysThatAreNotKnownAreSkipped() {
    String text = text().replace("\"schema\" : 1,", "\"schema\" : 1, \"later\" : [1],");
    assertThat(TemplateText.read(bytes(text), FOLDER)).isEqualTo(IMAGE);
  }

  @Test
  void aNewerSchemaIsRefused() {
    assertRefused(text().replace("\"schema\" : 1,", "\"schema\" : 2,"), "schema");
  }

  @Test
  void namesThatLeadElsewhereAreRefused() {
    assertRefused(text().replace(DIGEST, "../" + DIGEST.substring(3)), "digest");
    assertRefused(text().replace("\"erofs\"", "\"../../etc/passwd\""), "format");
    assertRefused(text().replace("\"debian-13\"", "\"..\""), "name");
  }

  @Test
  void halfAFileIsRefused() {
    String text = text();
    for (int length = 0; length < text.length() - 3; length += 7) {
      String half = text.substring(0, length);
      assertThatIllegalArgumentException().isThrownBy(() -> TemplateText.read(bytes(half), FOLDER));
    }
  }

  private static void assertRefused(String text, String rule) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TemplateText.read(bytes(text), FOLDER))
        .withMessageContaining(rule);
  }

  private static String text() {
    return new String(TemplateText.write(IMAGE), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
