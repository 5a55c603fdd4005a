package io.cooperage.network.routed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.network.Attachment;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
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

  @Test
  void namesFollowFromTheIdentityAloneAndFitTheKernel() {
    ContainerId id = new ContainerId(new UUID(-1, -1));
    Wiring first = Wiring.of(id, "coop0", ParameterValues.empty());
    assertThat(first).isEqualTo(Wiring.of(id, "coop0", ParameterValues.empty()));
    assertThat(first.hostDevice()).startsWith("coop0").hasSize(15);
    assertThat(first.hostMac()).isNotEqualTo(first.guestMac());
    Wiring other = Wiring.of(new ContainerId(new UUID(-1, -2)), "coop0", ParameterValues.empty());
    assertThat(other.hostDevice()).isNotEqualTo(first.hostDevice());
  }

  @Test
  void anAttachmentTellsItsAddressesAgain() {
    ParameterValues values =
        ParameterValues.builder()
            .parse(RoutedParameters.IP, List.of("10.77.0.1", "fd77::1"))
            .build();
    Wiring wiring = Wiring.of(ContainerId.random(), "coop", values);
    assertThat(Wiring.addresses(List.of(wiring.toAttachment()))).isEqualTo(wiring.addresses());
    Attachment empty =
        Wiring.of(ContainerId.random(), "coop", ParameterValues.empty()).toAttachment();
    assertThat(Wiring.addresses(List.of(empty))).isEmpty();
  }
}
