package io.cooperage.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopRequestTest {
  @Test
  void eachChangeLeavesTheRestAlone() {
    LoopRequest changed =
        LoopRequest.forImage()
            .withOffset(1 << 20)
            .withSizeLimit(1 << 30)
            .withSectorSize(512)
            .asReadOnly()
            .buffered()
            .persistent();
    assertThat(changed).isEqualTo(new LoopRequest(1 << 20, 1 << 30, 512, false, true, false));
    assertThat(LoopRequest.forImage()).isEqualTo(new LoopRequest(0, 0, 4096, true, false, true));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -4096, 256, 513, 3072, 8192})
  void aSectorIsAPowerOfTwoThatTheDriverTakes(int size) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LoopRequest.forImage().withSectorSize(size));
  }

  @Test
  void sizesAreNotNegative() {
    assertThatIllegalArgumentException().isThrownBy(() -> LoopRequest.forImage().withOffset(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> LoopRequest.forImage().withSizeLimit(-1));
  }
}
