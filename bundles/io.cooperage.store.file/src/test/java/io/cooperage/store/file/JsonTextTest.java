package io.cooperage.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  private final JsonText json = new JsonText();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "1",
        "{",
        "{\"a\":1,}",
        "{\"a\":1} {}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":NaN}",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":\"\u0001\"}"
      })
  void onlyOneWholeObjectIsRead(String text) {
    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(() -> json.parse(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(() -> json.parse(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}));
  }

  @Test
  void numbersComeBackAsTheyWere() throws UnreadableRecordException {
    String text = "{\"a\":1.50,\"b\":12345678901234567890,\"c\":-1.0}";
    assertThat(json.parse(text.getBytes(StandardCharsets.UTF_8))).hasToString(text);
  }

  @Test
  void whatIsNoValueIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> json.value("{\"a\""));
    assertThat(json.value("[1,{\"a\":null}]")).hasToString("[1,{\"a\":null}]");
  }
}
