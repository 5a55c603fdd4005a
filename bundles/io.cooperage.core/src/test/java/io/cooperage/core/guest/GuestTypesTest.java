package io.cooperage.core.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.parameter.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuestTypesTest {
  private static <T> void refuses(Parameter<T> parameter, String text) {
    assertThatThrownBy(() -> parameter.type().parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must");
  }

  @ParameterizedTest
  @ValueSource(strings = {"web", "web-1.example.org", "A"})
  void hostNamesAreLabels(String text) {
    assertThat(GuestParameters.HOSTNAME.type().parse(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-web", "web-", "a..b", "a b", "web\nnameserver evil", "ü", ".example.org"})
  void otherHostNamesAreRefused(String text) {
    refuses(GuestParameters.HOSTNAME, text);
  }

  @Test
  void aHostNameHasSixtyFourCharactersAtMost() {
    refuses(GuestParameters.HOSTNAME, "a.".repeat(32) + "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "2001:db8::1", "inherit"})
  void nameServersAreAddresses(String text) {
    assertThat(GuestParameters.NAMESERVER.type().parse(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"256.0.0.1", "example.org", "1.2.3", "::1\n", "1.2.3.4 5", ":::"})
  void otherNameServersAreRefused(String text) {
    refuses(GuestParameters.NAMESERVER, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "root:", ":x", "Root:x", "root:a\u0007b"})
  void aPasswordNeedsItsUser(String text) {
    refuses(GuestParameters.USERPASSWD, text);
  }

  @Test
  void aPasswordMayHaveColons() {
    assertThat(GuestParameters.USERPASSWD.type().parse("root:a:b")).isEqualTo("root:a:b");
    assertThat(GuestParameters.USERPASSWD.secret()).isTrue();
  }

  @Test
  void aKeyIsOneLineOfAPublicKeyFile() {
    String key = "ssh-ed25519 " + "A".repeat(68) + " me@host";
    assertThat(GuestParameters.SSH_KEY.type().parse(key)).isEqualTo(key);
    refuses(GuestParameters.SSH_KEY, "command=\"rm\" " + key);
    refuses(GuestParameters.SSH_KEY, key + "\nssh-rsa AAAA");
  }
}
