package io.cooperage.spi.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdMapTest {
  @Test
  void mapsThatShareAnIdOverlap() {
    IdMap first = new IdMap(524288, 65536);
    assertThat(first.overlaps(new IdMap(589823, 1))).isTrue();
    assertThat(first.overlaps(new IdMap(589824, 65536))).isFalse();
    assertThat(first.line()).isEqualTo("0 524288 65536");
  }

  @Test
  void mapCannotReachTheInvalidId() {
    assertThatThrownBy(() -> new IdMap(4294901760L, 65536)).hasMessageContaining("2^32-2");
  }

  @Test
  void descriptorIsClosedOnce() {
    List<Integer> closed = new ArrayList<>();
    Descriptor d = Descriptor.owning(7, closed::add);
    assertThat(d.fd()).isEqualTo(7);
    d.close();
    d.close();
    assertThat(closed).containsExactly(7);
    assertThatThrownBy(d::fd).isInstanceOf(IllegalStateException.class);
  }
}
