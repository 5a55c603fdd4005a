package io.cooperage.linux.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpPrefixTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1/32",
        "10.0.0.0/24",
        "fd00::1/128",
        "0.0.0.0/0",
        "::/0",
        "::1/128",
        "fe80::/64",
        "1:0:0:2::3/128",
        "2001:db8:0:1:2:3:4:5/64",
        "1:2:3:4:5:6:7:8/128",
        "10:0:3:4:5::10/128"
      })
  void whatIsWrittenIsReadAgain(String text) {
    assertThat(IpPrefix.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host.example",
        "1",
        "10.0.0",
        "10.0.0.256",
        "10.0.0.1/33",
        "10.0.0.1/",
        "fd00::/129",
        "::1%lo",
        "1.2.3.4/-1",
        ":"
      })
  void anythingElseIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> IpPrefix.parse(text));
  }

  @Test
  void aNetworkContainsItsAddresses() {
    IpPrefix network = IpPrefix.parse("10.77.0.0/23");
    assertThat(network.contains(IpPrefix.parse("10.77.1.255").address())).isTrue();
    assertThat(network.contains(IpPrefix.parse("10.77.2.0").address())).isFalse();
    assertThat(network.contains(IpPrefix.parse("fd00::1").address())).isFalse();
  }
}
