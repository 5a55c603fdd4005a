package io.cooperage.core.lifecycle.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextMapTest {
  @Test
  void textsComeBackAsTheyWere() {
    Map<String, List<String>> texts =
        Map.of("ip", List.of("10.0.0.1/24", "10.0.0.2/24"), "odd", List.of("a\tb\nc\\"));
    assertThat(TextMap.decode(TextMap.encode(texts))).isEqualTo(texts);
    assertThat(TextMap.decode(TextMap.encode(Map.of()))).isEmpty();
  }
}
