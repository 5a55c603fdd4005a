package io.cooperage.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TextsTest {
  @Test
  void plainTextIsAccepted() {
    assertThatCode(() -> Texts.check("Der Laden, zwölf Uhr", Map.of("a/b.c-d", "x y")))
        .doesNotThrowAnyException();
  }

  @Test
  void controlCharactersLengthAndKeysAreChecked() {
    assertThatThrownBy(() -> Texts.check("a\u001bb", Map.of()))
        .hasMessage("description must not have control characters");
    assertThatThrownBy(() -> Texts.check("a".repeat(1025), Map.of()))
        .hasMessage("description must have at most 1024 characters");
    assertThatThrownBy(() -> Texts.check("", Map.of("-x", ""))).hasMessageContaining("label '-x'");
  }

  @Test
  void aLineIsRefusedByItsOwnName() {
    assertThatThrownBy(() -> Texts.requireLine("name", "a\nb", 10))
        .hasMessage("name must not have control characters");
    assertThatThrownBy(() -> Texts.requireLine("name", "abc", 2))
        .hasMessage("name must have at most 2 characters");
    assertThatThrownBy(() -> Texts.requireDescription("a\nb"))
        .hasMessage("description must not have control characters");
  }
}
