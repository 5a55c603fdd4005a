package io.cooperage.isolation.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.spi.isolation.Openings;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningTableTest {
  private final OpeningTable table = OpeningTable.builtIn();

  @Test
  void everyRowHasAReason() {
    assertThat(table.rows())
        .isNotEmpty()
        .allSatisfy(r -> assertThat(r.reason()).as(r.name()).isNotBlank());
  }

  @Test
  void nothingIsOpenedUnasked() {
    assertThat(table.of(Set.of())).isEqualTo(Openings.NONE);
    assertThat(table.of(Set.of("bpf", "migratable"))).isEqualTo(Openings.NONE);
  }

  @Test
  void nestingGetsRoomForContainersOfItsOwn() {
    Openings openings = table.of(Set.of("nesting", "bpf"));

    assertThat(openings.slots()).isEqualTo(2);
    assertThat(openings.folders()).contains("/var/lib/containers", "/var/lib/docker");
  }

  @Test
  void theWidestSlotOfSeveralFeaturesHolds() {
    OpeningTable two = OpeningTable.parse("a slots 2 why\nb slots 3 why\na folder /srv why\n");

    assertThat(two.of(Set.of("a", "b")).slots()).isEqualTo(3);
    assertThat(two.of(Set.of("a")).slots()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nesting slots 2",
        "nesting slots 0 why",
        "nesting folder var/lib why",
        "nesting folder /var/../etc why",
        "nesting folder /var/lib/a@b why",
        "nesting call bpf why"
      })
  void malformedRowsAreRefused(String row) {
    assertThatThrownBy(() -> OpeningTable.parse(row)).isInstanceOf(IllegalArgumentException.class);
  }
}
