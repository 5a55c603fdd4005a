package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.template.TemplateImage;
import io.cooperage.storage.ploop.image.DiskSpec;
import io.cooperage.storage.ploop.image.FileSystemKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PloopParametersTest {
  private static final long GIB = 1L << 30;
  private static final TemplateImage TEMPLATE =
      new TemplateImage(
          PloopNode.descriptor("tiny"), "ab", Path.of("/ab.erofs"), "erofs", 1, Instant.EPOCH);

  private final PloopParameters parameters = new PloopParameters(10 * GIB);

  @Test
  void anOverlayOnExt4IsTheDefault() {
    DiskSpec spec = parameters.spec(ParameterValues.empty(), Optional.of(TEMPLATE));
    assertThat(spec)
        .isEqualTo(new DiskSpec(FileSystemKind.EXT4, 10 * GIB, 0, false, Optional.empty()));
  }

  @Test
  void aWholeRootHoldsTheTemplate() {
    ParameterValues values = values(parameters.layout(), "ploop");
    assertThat(parameters.spec(values, Optional.of(TEMPLATE)).content()).contains(TEMPLATE);
    assertThat(parameters.spec(values, Optional.empty()).wholeRoot()).isTrue();
  }

  @Test
  void sizesAreReadAsVzctlWritesThemAndRoundedUp() {
    assertThat(parameters.size(values(parameters.diskspace(), "1048576"))).isEqualTo(GIB);
    assertThat(parameters.size(values(parameters.diskspace(), "1G:2G"))).isEqualTo(GIB);
    assertThat(parameters.size(values(parameters.diskspace(), "33555K"))).isEqualTo(33L << 20);
  }

  @Test
  void sizesOutOfRangeAreRefused() {
    for (String text : List.of("1K", "0", "-5", "999T", "12Q", "unlimited", "")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> values(parameters.diskspace(), text))
          .withMessageStartingWith("must");
    }
  }

  @Test
  void moreThanThePoolIsAProblem() {
    ParameterValues values = values(parameters.diskspace(), "2T");
    assertThat(parameters.validate(values, 2048 * GIB)).isEmpty();
    assertThat(parameters.validate(values, 2047 * GIB))
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .contains("diskspace '2T' is more than the whole pool has");
  }

  @Test
  void everyContradictionIsNamedAtOnce() {
    ParameterValues values =
        ParameterValues.builder()
            .parse(parameters.fstype(), List.of("xfs"))
            .parse(parameters.diskspace(), List.of("64M"))
            .parse(parameters.diskinodes(), List.of("100000"))
            .build();
    assertThat(parameters.validate(values, 1000 * GIB))
        .extracting(Problem::subject)
        .containsExactly("diskspace", "diskinodes", "diskinodes");
  }

  @Test
  void wordsThatAreNotKnownAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> values(parameters.fstype(), "ntfs"))
        .withMessage("must be one of ext4, xfs");
    assertThat(parameters.layout().type().suggest("ploop-")).containsExactly("ploop-overlay");
  }

  private static ParameterValues values(Parameter<?> parameter, String text) {
    return ParameterValues.builder().parse(parameter, List.of(text)).build();
  }
}
