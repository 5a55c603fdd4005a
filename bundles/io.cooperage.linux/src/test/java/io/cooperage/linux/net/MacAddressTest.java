package io.cooperage.linux.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {
  @Test
  void anIdentityAlwaysHasTheSameLocalHardwareAddress() {
    UUID identity = UUID.fromString("0e9d8b1c-2f4a-4b60-9b1e-5f6a7c8d9e0f");
    MacAddress mac = MacAddress.of(identity);
    assertThat(mac).isEqualTo(MacAddress.of(identity)).isNotEqualTo(MacAddress.of(new UUID(1, 1)));
    assertThat(mac.bits() >>> 40 & 3).isEqualTo(2);
    assertThat(MacAddress.parse(mac.toString())).isEqualTo(mac);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "02:00:00:00:00", "02-00-00-00-00-01", "02:00:00:00:00:0g"})
  void anotherFormIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> MacAddress.parse(text));
  }
}
