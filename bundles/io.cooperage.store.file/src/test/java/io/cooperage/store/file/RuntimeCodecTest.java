package io.cooperage.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.store.RuntimeRecord;
import io.cooperage.testing.store.SampleRecords;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RuntimeCodecTest {
  private final RuntimeCodec codec = new RuntimeCodec(new JsonText());
  private final RuntimeRecord record = SampleRecords.running(ContainerId.random());

  @Test
  void everyFieldSurvives() throws UnreadableRecordException {
    assertThat(codec.decode(codec.encode(record))).isEqualTo(record);
  }

  @Test
  void aLaterSchemaIsRefused() {
    String text = new String(codec.encode(record), StandardCharsets.UTF_8).replace("1.0", "3.0");
    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(() -> codec.decode(text.getBytes(StandardCharsets.UTF_8)))
        .withMessageContaining("schema 3.0");
  }

  @Test
  void theSandboxOfAnotherContainerIsADefect() {
    RuntimeRecord mixed =
        new RuntimeRecord(
            ContainerId.random(),
            record.sandbox(),
            record.attachments(),
            record.applied(),
            record.startedAt());
    assertThatIllegalArgumentException().isThrownBy(() -> codec.encode(mixed));
  }
}
