package io.cooperage.controller.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BandwidthTest {
  @ParameterizedTest
  @CsvSource({
    "8, 8000",
    "300, 300000",
    "10M, 10000000",
    "10m, 10000000",
    "10Mbit, 10000000",
    "1.5G, 1500000000",
    "0.064M, 64000",
    "100Kbit, 100000",
    "*:1:300, 300000",
    "eth0:1:8, 8000",
    "400G, 400000000000"
  })
  void readsSuffixesAndNotationsOfVzctl(String text, long bits) {
    assertThat(Bandwidth.TYPE.parse(text)).isEqualTo(bits);
  }

  @ParameterizedTest
  @CsvSource({"8, 8K", "1000, 1M", "1.5G, 1500M", "10M, 10M", "*:1:4000, 4M", "400G, 400G"})
  void writesTheLargestWholeSuffix(String text, String canonical) {
    long bits = Bandwidth.TYPE.parse(text);

    assertThat(Bandwidth.TYPE.format(bits)).isEqualTo(canonical);
    assertThat(Bandwidth.TYPE.parse(canonical)).isEqualTo(bits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "fast",
        "10T",
        "10MB",
        "10Mb",
        "-1",
        "1e9",
        " 10M",
        "10 M",
        "0",
        "7",
        "401G",
        "99999999999999999999",
        "*:2:300",
        "*:1:",
        ":1:300",
        "a:b:c",
        "0x10",
        "1,5M"
      })
  void refusesWhatIsNoBandwidth(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Bandwidth.TYPE.parse(text));
  }

  @Test
  void refusesFractionsOfAKilobit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bandwidth.TYPE.parse("8.5"))
        .withMessage("must be whole kilobits per second");
  }

  @Test
  void everyWholeKilobitIsExactInTheKernelsBytes() {
    for (long bits = Bandwidth.LEAST; bits < Bandwidth.LEAST + 100_000; bits += 1000) {
      assertThat(Bandwidth.toBits(Bandwidth.toBytes(bits))).isEqualTo(bits);
    }
  }
}
