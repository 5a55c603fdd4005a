package io.cooperage.testing.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.template.TemplateSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every template source keeps to without building anything; builds have tests of their own.
 */
public abstract class TemplateSourceContract {
  @TempDir private Path folder;

  /** The source under test. */
  protected abstract TemplateSource source();

  @Test
  void itsKindIsAWord() {
    assertThat(source().kind()).matches("[a-z][a-z0-9-]{0,31}");
  }

  @Test
  void itsOffersAreNamedAndDescribed() {
    assertThat(source().offers())
        .isNotEmpty()
        .allSatisfy(
            offer -> {
              assertThat(offer.name()).matches("[a-z][a-z0-9.-]{0,62}");
              assertThat(offer.description()).isNotBlank();
            })
        .doesNotHaveDuplicates();
  }

  @Test
  void anUnknownNameIsRefusedAndTheFolderStaysEmpty() throws IOException {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> source().build("no-such-template", folder, new CancelledProgress()))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_TEMPLATE));
    assertThat(names()).isEmpty();
  }

  @Test
  void aCancelIsObeyed() {
    String name = source().offers().get(0).name();
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> source().build(name, folder, new CancelledProgress()))
        .satisfies(e -> assertThat(e.code()).isIn(ErrorCode.CANCELLED, ErrorCode.UNSUPPORTED));
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(Path::toString).toList().stream();
    }
  }

  private static final class CancelledProgress implements ProgressSink {
    @Override
    public void progress(int percent, String message) {
      assertThat(percent).isBetween(-1, 100);
      assertThat(message).isNotBlank();
    }

    @Override
    public void checkCancelled() {
      throw new ContainerException(ErrorCode.CANCELLED, "the job was cancelled");
    }
  }
}
