package io.cooperage.core.catalog;

import static io.cooperage.core.catalog.CatalogFixture.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.parameter.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnerSliceTest {
  private final CatalogFixture fixture = new CatalogFixture();
  private final Parameter<Long> weight = number("weight");

  @AfterEach
  void close() {
    fixture.close();
  }

  private OwnerSlice slice() {
    fixture.add("test", 0, weight);
    return fixture.catalog().view(Map.of()).slices().get(0);
  }

  @Test
  void anOwnerGetsItsOwnValuesAlone() {
    var values = slice().values(Map.of("weight", List.of("7"), "other", List.of("x")));
    assertThat(values.get(weight)).contains(7L);
    assertThat(values.names()).containsExactly("weight");
  }

  @Test
  void aStoredTextThatIsNoLongerValidIsNamed() {
    assertThatThrownBy(() -> slice().values(Map.of("weight", List.of("many"))))
        .hasMessageContaining("weight 'many' must be a whole number");
  }

  @Test
  void concernMeansOneOfItsParameters() {
    OwnerSlice slice = slice();
    assertThat(slice.concerned(Map.of("weight", List.of("1")))).isTrue();
    assertThat(slice.concerned(Map.of("other", List.of("1")))).isFalse();
    assertThat(slice.ownsAny(Set.of("weight", "x"))).isTrue();
  }
}
