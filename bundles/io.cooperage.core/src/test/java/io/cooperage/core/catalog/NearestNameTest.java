package io.cooperage.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {
  private static final List<String> NAMES = List.of("cpuunits", "cpulimit", "cpus");

  @Test
  void aTypoFindsWhatWasMeant() {
    assertThat(NearestName.of("cpunits", NAMES)).contains("cpuunits");
    assertThat(NearestName.of("cpulimt", NAMES)).contains("cpulimit");
  }

  @Test
  void somethingElseFindsNothing() {
    assertThat(NearestName.of("colour", NAMES)).isEmpty();
    assertThat(NearestName.of("x", NAMES)).isEmpty();
  }
}
