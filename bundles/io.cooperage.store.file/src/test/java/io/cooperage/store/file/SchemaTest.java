package io.cooperage.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {
  @Test
  void aLaterMinorVersionIsReadable() throws UnreadableRecordException {
    Schema later = Schema.parse("1.7");
    later.requireReadable();
    assertThat(later.newerThanCurrent()).isTrue();
    assertThat(Schema.CURRENT.newerThanCurrent()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1", "2.0", "1000.0"})
  void anotherMajorVersionIsNot(String text) throws UnreadableRecordException {
    Schema other = Schema.parse(text);
    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(other::requireReadable)
        .withMessageContaining(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.", ".1", "1.0.0", "-1.0", "1.x", "99999.0", " 1.0"})
  void anythingElseIsNoVersion(String text) {
    assertThatExceptionOfType(UnreadableRecordException.class).isThrownBy(() -> Schema.parse(text));
  }
}
