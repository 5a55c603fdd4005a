package io.cooperage.api.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeTypeTest {
  private static final long MIB = 1L << 20;
  private final ValueType<Long> pages = ValueTypes.pages(16 * MIB, Long.MAX_VALUE);
  private final ValueType<Long> bytes = ValueTypes.bytes(0, Long.MAX_VALUE);
  private final ValueType<Long> kibibytes = ValueTypes.kibibytes(MIB, 1L << 50);

  @ParameterizedTest
  @CsvSource({
    "512M, 536870912",
    "512m, 536870912",
    "131072, 536870912",
    "131072P, 536870912",
    "0:512M, 536870912",
    "65536:131072, 536870912",
    "0.5G, 536870912",
    "unlimited, 9223372036854775807"
  })
  void pagesAreReadAsVzctlWritesThem(String text, long expected) {
    assertThat(pages.parse(text)).isEqualTo(expected);
  }

  @Test
  void bareNumberCountsWhatItsUnitSays() {
    assertThat(bytes.parse("4096")).isEqualTo(4096);
    assertThat(kibibytes.parse("4096")).isEqualTo(4096 * 1024);
  }

  @Test
  void ofADiskSpacePairTheFirstCounts() {
    assertThat(kibibytes.parse("2G:2.2G")).isEqualTo(2L << 30);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-5",
        "12Q",
        "M",
        "1K",
        "1.5",
        "0x10",
        " 512M",
        "512 M",
        "1e3",
        "99999999999999999999999999",
        "512M:256M",
        "1:2:3"
      })
  void nonsenseIsRefusedWithTheRule(String text) {
    assertThatThrownBy(() -> pages.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("must ");
  }

  @Test
  void sizeBeyondEveryLongIsRefused() {
    assertThatThrownBy(() -> bytes.parse("9999999999999T")).hasMessageContaining("at most");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1023, 1024, 1536, 1L << 30, (1L << 40) * 3, Long.MAX_VALUE})
  void canonicalTextReadsBackAsTheSameValue(long value) {
    assertThat(bytes.parse(bytes.format(value))).isEqualTo(value);
  }
}
