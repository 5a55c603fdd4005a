package io.cooperage.storage.ploop.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.backup.StoredBackup;
import io.cooperage.spi.storage.Volume;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTextTest {
  private static final String DIGEST = "0123456789abcdef".repeat(4);

  private static Manifest manifest() {
    StoredBackup backup =
        new StoredBackup(
            UUID.randomUUID(),
            Optional.of(UUID.randomUUID()),
            Optional.of(DIGEST),
            Instant.parse("2026-01-02T03:04:05.678Z"),
            new Volume("ploop", ContainerId.random(), Map.of("size", "1048576")),
            1 << 20,
            24 + 136,
            "",
            Map.of("parameters", "a\tb\nc", "name", "ü"));
    return new Manifest(backup, "changes", 24, 24, DIGEST, 24 + 2 * Block.ENTRY, DIGEST);
  }

  private static String text(Manifest manifest) {
    return new String(ManifestText.write(manifest), StandardCharsets.UTF_8);
  }

  private static Optional<Manifest> read(String text) {
    return ManifestText.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatIsWrittenIsRead() {
    Manifest written = manifest();
    Manifest read = read(text(written)).orElseThrow();
    assertThat(read.backup().notes()).isEqualTo(written.backup().notes());
    assertThat(read.backup().volume()).isEqualTo(written.backup().volume());
    assertThat(read.backup().parent()).isEqualTo(written.backup().parent());
    assertThat(read.backup().createdAt()).isEqualTo(written.backup().createdAt());
    assertThat(read.backup().digest()).isEqualTo(Sha256.text(ManifestText.write(written)));
    assertThat(text(read)).isEqualTo(text(written));
  }

  @Test
  void anotherFormatIsNobodysAndALaterVersionIsRefused() {
    assertThat(read("{}")).isEmpty();
    assertThat(read("[]")).isEmpty();
    assertThat(read(text(manifest()).replace("cooperage-ploop-backup", "other"))).isEmpty();
    refused(text(manifest()).replace("\"version\" : 1", "\"version\" : 2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"size\" : 1048576|\"size\" : 0",
        "\"size\" : 1048576|\"size\" : 1048577",
        "\"size\" : 1048576|\"size\" : 9223372036854775807",
        "\"size\" : 1048576|\"size\" : 9223372036854775808",
        "\"size\" : 1048576|\"size\" : -1048576",
        "\"size\" : 24|\"size\" : 23",
        "\"size\" : 24|\"size\" : 1048601",
        "\"size\" : 136|\"size\" : 135",
        "\"size\" : 136|\"size\" : 1.5",
        "\"offset\" : 24|\"offset\" : -1",
        "\"file\" : \"changes\"|\"file\" : \"../changes\"",
        "\"file\" : \"changes\"|\"file\" : 3",
        "\"kind\" : \"ploop\"|\"kind\" : null",
        "2026-01-02T|2026-13-02T",
        "0123456789abcdef|0123456789abcdeg",
      })
  void nonsenseIsRefused(String from, String to) {
    String good = text(manifest());
    assertThat(good).contains(from);
    refused(good.replace(from, to));
  }

  @Test
  void aParentIsThereWhollyOrNotAtAll() {
    refused(text(manifest()).replaceFirst("\"parent\" : \"[^\"]*\"", "\"parent\" : null"));
    refused(
        text(manifest()).replaceFirst("\"parentDigest\" : \"[^\"]*\"", "\"parentDigest\" : null"));
  }

  @Test
  void noBytesAtAllDoHarm() {
    Random random = new Random(5);
    byte[] good = ManifestText.write(manifest());
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = java.util.Arrays.copyOf(good, random.nextInt(good.length) + 1);
      bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      try {
        ManifestText.read(bad);
      } catch (DamagedBackupException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }

  private static void refused(String text) {
    assertThatExceptionOfType(DamagedBackupException.class).isThrownBy(() -> read(text));
  }
}
