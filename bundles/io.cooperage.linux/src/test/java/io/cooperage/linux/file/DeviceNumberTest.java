package io.cooperage.linux.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceNumberTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0x0",
    "7, 3, 0x703",
    "8, 255, 0x8ff",
    "259, 300, 0x11032c",
    "4095, 1048575, 0xffffffff",
  })
  void thePackedFormIsTheKernels(int major, int minor, String packed) {
    DeviceNumber number = new DeviceNumber(major, minor);
    assertThat(DeviceNumber.ofPacked(number.packed())).isEqualTo(number);
    assertThat(number.packed()).isEqualTo(Long.decode(packed));
    assertThat(number).hasToString(major + ":" + minor);
  }
}
