package io.cooperage.api.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerRefTest {
  @Test
  void digitsAreACtid() {
    assertThat(ContainerRef.parse("101")).isEqualTo(ContainerRef.of(new Ctid(101)));
    assertThat(ContainerRef.parse("2147483644")).isEqualTo(ContainerRef.of(new Ctid(Ctid.HIGHEST)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "100", "2147483645", "99999999999999999999"})
  void ctidOutOfRangeNamesTheRange(String text) {
    assertThatThrownBy(() -> ContainerRef.parse(text))
        .hasMessageContaining("between 101 and 2147483644");
  }

  @Test
  void canonicalUuidIsAnIdentity() {
    UUID uuid = UUID.fromString("0d0f6a53-6f7c-4f0e-9b63-0f2a1b1f9a11");
    assertThat(ContainerRef.parse(uuid.toString()))
        .isEqualTo(ContainerRef.of(new ContainerId(uuid)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-x", "../x", "a b", "a/b", ".x", "x\n", "0x", "é"})
  void whatIsNoNameIsRefused(String text) {
    assertThatThrownBy(() -> ContainerRef.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void uuidThatIsNotCanonicalIsNoIdentity() {
    assertThatThrownBy(() -> ContainerId.parse("0-0-0-0-1")).hasMessageContaining("canonical");
  }
}
