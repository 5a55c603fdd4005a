package io.cooperage.linux.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TcHandleTest {
  @Test
  void isWrittenAsTcWritesIt() {
    assertThat(TcHandle.of(0xc0, 0x1f)).hasToString("c0:1f");
    assertThat(TcHandle.ROOT).hasToString("root");
  }

  @Test
  void keepsItsHalves() {
    TcHandle handle = TcHandle.of(0xffff, 0xfffe);

    assertThat(handle.major()).isEqualTo(0xffff);
    assertThat(handle.minor()).isEqualTo(0xfffe);
  }

  @Test
  void refusesHalvesOfMoreThan16Bits() {
    assertThatIllegalArgumentException().isThrownBy(() -> TcHandle.of(1, 0x10000));
    assertThatIllegalArgumentException().isThrownBy(() -> TcHandle.of(-1, 0));
  }
}
