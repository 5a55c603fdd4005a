package io.cooperage.controller.io;

import static io.cooperage.controller.io.IoParameters.IOLIMIT;
import static io.cooperage.controller.io.IoParameters.IOPSLIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RatesTypeTest {
  @ParameterizedTest
  @CsvSource({
    "5, 5M, 5242880, 5242880",
    "5M, 5M, 5242880, 5242880",
    "1.5, 1536K, 1572864, 1572864",
    "512K:2M, 512K:2M, 524288, 2097152",
    "0:2M, 0:2M, 0, 2097152",
    "4097B, 4097B, 4097, 4097",
    "0, 0, 0, 0",
    "unlimited, 0, 0, 0",
    "1G:1024M, 1G, 1073741824, 1073741824"
  })
  void aBareNumberCountsMebibytesAsInVzctl(String text, String canonical, long read, long write) {
    Rates rates = IOLIMIT.type().parse(text);

    assertThat(rates).isEqualTo(new Rates(read, write));
    assertThat(IOLIMIT.type().format(rates)).isEqualTo(canonical);
    assertThat(IOLIMIT.type().parse(canonical)).isEqualTo(rates);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "5:", "-1", "12Q", "4095B", "2048T", "1.5B", "5M:5M:5M", "fast"})
  void nonsenseRatesAreRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> IOLIMIT.type().parse(text));
  }

  @ParameterizedTest
  @CsvSource({"100, 100", "100:0, 100:0", "0, 0", "7:7, 7"})
  void operationsHaveNoUnit(String text, String canonical) {
    assertThat(IOPSLIMIT.type().format(IOPSLIMIT.type().parse(text))).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5K", "1.5", "-1", "4294967296", "1000000001"})
  void whatTheKernelWouldTruncateIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> IOPSLIMIT.type().parse(text));
  }
}
