package io.cooperage.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TabLineTest {
  @Test
  void fieldsWithAnyCharacterComeBack() {
    List<String> fields = List.of("", "a\tb", "c\\d", "e\nf", "\\t", "ü");
    String line = TabLine.of(fields);
    assertThat(line).doesNotContain("\n");
    assertThat(TabLine.fields(line)).isEqualTo(fields);
  }
}
