package io.cooperage.storage.ploop.attach;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelAgeTest {
  @ParameterizedTest
  @CsvSource({
    "5.10.0-28-amd64,true",
    "4.19.0,true",
    "5.14.0,false",
    "6.1.0-18-amd64,false",
    "10.2,false",
    "odd,false"
  })
  void isComparedByNumbers(String release, boolean older) {
    assertThat(KernelAge.before(release, 5, 14)).isEqualTo(older);
  }
}
