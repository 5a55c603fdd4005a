package io.cooperage.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TextsTest {
  @Test
  void plainTextIsAccepted() {
    assertThatCode(() -> Texts.check("Der Laden, zwölf Uhr", Map.of("a/b.c-d", "x y"), 100))
        .doesNotThrowAnyException();
  }

  @Test
  void controlCharactersLengthAndKeysAreChecked() {
    assertThatThrownBy(() -> Texts.check("a\u001bb", Map.of(), 100))
        .hasMessage("description must not have control characters");
    assertThatThrownBy(() -> Texts.check("abc", Map.of(), 2))
        .hasMessage("description must have at most 2 characters");
    assertThatThrownBy(() -> Texts.check("", Map.of("-x", ""), 100))
        .hasMessageContaining("label '-x'");
  }

  @Test
  void aLineIsRefusedByItsOwnName() {
    assertThatThrownBy(() -> Texts.requireLine("name", "a\nb", 10))
        .hasMessage("name must not have control characters");
  }
}
