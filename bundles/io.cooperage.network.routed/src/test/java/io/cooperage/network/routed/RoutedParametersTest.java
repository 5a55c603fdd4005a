package io.cooperage.network.routed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutedParametersTest {
  @ParameterizedTest
  @CsvSource({"10.77.0.1,10.77.0.1", "10.77.0.1/32,10.77.0.1", "FD77:0::1,fd77::1"})
  void oneAddressIsReadAndWrittenInItsShortForm(String text, String canonical) {
    var type = RoutedParameters.IP.type();
    assertThat(type.format(type.parse(text))).isEqualTo(canonical);
    assertThat(type.parse(canonical)).isEqualTo(type.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host",
        "10.0.0.1/24",
        "fd77::/64",
        "0.0.0.0",
        "0.1.2.3",
        "127.0.0.1",
        "169.254.1.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::5",
        "ff02::1",
        "10.0.0.1; reboot"
      })
  void anythingElseIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> RoutedParameters.IP.type().parse(text));
  }
}
