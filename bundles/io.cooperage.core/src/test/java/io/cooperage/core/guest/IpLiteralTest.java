package io.cooperage.core.guest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {
  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "255.255.255.255", "::", "::1", "fe80::1", "2001:db8::8:1"})
  void addressesAreAddresses(String text) {
    assertThat(IpLiteral.matches(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.2.3", "1.2.3.256", "localhost", "a:b.example.org", "::g"})
  void namesAndNonsenseAreNot(String text) {
    assertThat(IpLiteral.matches(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.3.2.1", "::1"})
  void loopbackIsKnown(String text) {
    assertThat(IpLiteral.isLoopback(text)).isTrue();
  }
}
