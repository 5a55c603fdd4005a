package io.cooperage.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.spi.store.JournalRecord;
import io.cooperage.testing.store.SampleRecords;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class JournalCodecTest {
  private final JournalCodec codec = new JournalCodec(new JsonText());
  private final JournalRecord record = SampleRecords.journal("7", "debian-13", true);

  @Test
  void everyFieldSurvivesAndStepsKeepTheirOrder() throws UnreadableRecordException {
    assertThat(codec.decode(codec.encode(record))).isEqualTo(record);
  }

  @Test
  void aJournalCutShortIsRefused() {
    byte[] whole = codec.encode(record);
    for (int length = 0; length < whole.length - 2; length += 5) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatExceptionOfType(UnreadableRecordException.class)
          .isThrownBy(() -> codec.decode(cut));
    }
  }

  @Test
  void theLastWholeLineCounts() throws UnreadableRecordException {
    JournalRecord later = SampleRecords.journal("9", "t", false);
    byte[] lines = joined(codec.encode(record), codec.encode(record), codec.encode(later));

    assertThat(codec.decode(lines)).isEqualTo(later);
    assertThat(codec.decode(joined(lines, Arrays.copyOf(codec.encode(record), 20))))
        .isEqualTo(later);
  }

  @Test
  void aRecordInSeveralLinesIsReadToo() throws UnreadableRecordException {
    String indented = new String(codec.encode(record), StandardCharsets.UTF_8);
    indented = indented.replace(",\"", ",\n  \"").replace("}\n", "\n}\n");
    assertThat(codec.decode(indented.getBytes(StandardCharsets.UTF_8))).isEqualTo(record);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @Test
  void aLaterSchemaIsRefused() {
    String text = new String(codec.encode(record), StandardCharsets.UTF_8).replace("1.0", "2.0");
    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(() -> codec.decode(text.getBytes(StandardCharsets.UTF_8)));
  }
}
