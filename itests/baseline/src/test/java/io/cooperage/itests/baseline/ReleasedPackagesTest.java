package io.cooperage.itests.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReleasedPackagesTest {
  private static final Path RELEASED = Path.of("released");

  @ParameterizedTest
  @MethodSource("released")
  void everyPackageVersionTellsWhatChangedSinceTheRelease(Path released) throws IOException {
    String bundle = released.getFileName().toString().replaceFirst("\\.jar$", "");

    assertThat(new PackageBaseline().complaints(built(bundle), released))
        .as("raise the @Version in package-info.java of %s", bundle)
        .isEmpty();
  }

  @Test
  void theContractHasARelease() {
    assertThat(released()).anyMatch(jar -> jar.endsWith("io.cooperage.api.jar"));
  }

  static List<Path> released() {
    try (Stream<Path> jars = Files.list(RELEASED)) {
      return jars.sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The bundle on our class path: its jar, or its classes when only those were built. */
  private static Path built(String bundle) {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(System.getProperty("java.class.path"))
        .filter(entry -> entry.contains("/" + bundle + "/"))
        .map(Path::of)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(bundle + " is not on the class path"));
  }
}
