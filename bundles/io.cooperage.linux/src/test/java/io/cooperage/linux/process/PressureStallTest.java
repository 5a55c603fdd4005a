package io.cooperage.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PressureStallTest {
  @Test
  void bothLinesAreRead() {
    PressureStall stall =
        new PressureStall(
            "some avg10=12.34 avg60=0.00 avg300=0.00 total=99\n"
                + "full avg10=1.00 avg60=0.00 avg300=0.00 total=5");
    assertThat(stall.some()).hasValue(1234);
    assertThat(stall.fullTotal()).hasValue(5);
  }

  @Test
  void whatIsNotThereIsNotRead() {
    for (String text : new String[] {"", "some avg10=", "full avg10=1.00", "total=5"}) {
      PressureStall stall = new PressureStall(text);
      assertThat(stall.some()).as(text).isEmpty();
      assertThat(stall.fullTotal()).as(text).isEmpty();
    }
  }
}
