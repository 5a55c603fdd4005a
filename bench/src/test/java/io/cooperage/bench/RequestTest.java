package io.cooperage.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
  private static final Set<Part> ALL = EnumSet.allOf(Part.class);

  @Test
  void withoutAPartEverythingIsMeasured() {
    assertThat(Request.of(List.of())).isEqualTo(new Request(ALL, false, false));
    assertThat(Request.of(List.of("--full"))).isEqualTo(new Request(ALL, true, false));
    assertThat(Request.of(List.of("disk", "all"))).isEqualTo(new Request(ALL, false, false));
  }

  @Test
  void severalPartsAreMeasuredInOneRun() {
    assertThat(Request.of(List.of("limits", "--full", "disk")))
        .isEqualTo(new Request(EnumSet.of(Part.LIMITS, Part.DISK), true, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"disks", "Disk", "--ful", "-f", ""})
  void whatMeansNothingIsRefusedByName(String word) {
    assertThatThrownBy(() -> Request.of(List.of("limits", word)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + word + "' is neither a part nor an option");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void helpIsAskedForWithEitherWord(String word) {
    assertThat(Request.of(List.of("disk", word)).help()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  void theHelpTellsOfEveryPart(Part part) {
    assertThat(Request.usage()).containsPattern("(?m)^  " + part.name().toLowerCase(Locale.ROOT));
  }
}
