package io.cooperage.api.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ValueTypesTest {
  private enum Layout {
    PLOOP,
    PLOOP_OVERLAY
  }

  @Test
  void integersKeepTheirBounds() {
    ValueType<Long> units = ValueTypes.integer(8, 500000);
    assertThat(units.parse("8")).isEqualTo(8);
    assertThatThrownBy(() -> units.parse("7")).hasMessageContaining("between 8 and 500000");
    assertThatThrownBy(() -> units.parse("1.5")).hasMessageContaining("whole number");
    assertThatThrownBy(() -> units.parse("99999999999999999999"))
        .hasMessageContaining("whole number");
  }

  @Test
  void flagsReadEveryUsualSpelling() {
    ValueType<Boolean> flag = ValueTypes.flag();
    assertThat(flag.parse("YES")).isTrue();
    assertThat(flag.parse("off")).isFalse();
    assertThat(flag.format(true)).isEqualTo("yes");
    assertThatThrownBy(() -> flag.parse("maybe")).hasMessage("must be yes or no");
  }

  @Test
  void wordsAreConstantsInLowerCaseWithDashes() {
    ValueType<Layout> layout = ValueTypes.word(Layout.class);
    assertThat(layout.parse("ploop-overlay")).isEqualTo(Layout.PLOOP_OVERLAY);
    assertThat(layout.suggest("ploop-")).containsExactly("ploop-overlay");
    assertThat(layout.json().values()).containsExactly("ploop", "ploop-overlay");
    assertThatThrownBy(() -> layout.parse("simfs")).hasMessageContaining("ploop, ploop-overlay");
  }

  @Test
  void linesNeverHoldALineBreakOrNul() {
    ValueType<String> line = ValueTypes.line("TEXT", s -> true, "must be one line");
    assertThat(line.parse("a b")).isEqualTo("a b");
    assertThatThrownBy(() -> line.parse("a\nb")).hasMessage("must be one line");
    assertThatThrownBy(() -> line.parse("a\0b")).hasMessage("must be one line");
  }
}
