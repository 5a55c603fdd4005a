package io.cooperage.isolation.namespaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.parameter.ValueType;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeatureSetTest {
  private final ValueType<FeatureSet> type = FeatureSet.type();

  @Test
  void featuresAreSwitchedByName() {
    FeatureSet set = type.parse("io_uring:on,migratable:on,io_uring:off");
    assertThat(set.on()).containsExactly(Feature.MIGRATABLE);
    assertThat(type.parse(type.format(set))).isEqualTo(set);
  }

  @Test
  void noFeatureAtAllReadsBack() {
    FeatureSet none = new FeatureSet(Set.of());
    assertThat(type.parse(type.format(none))).isEqualTo(none);
  }

  @Test
  void unknownNamesAndMissingSwitchesAreRefused() {
    assertThatThrownBy(() -> type.parse("teleport:on"))
        .hasMessageContaining("must name features of migratable");
    assertThatThrownBy(() -> type.parse("bpf")).hasMessageContaining("must say on or off");
    assertThatThrownBy(() -> type.parse("")).isInstanceOf(IllegalArgumentException.class);
  }
}
