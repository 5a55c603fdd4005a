package io.cooperage.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the sanitizers of gcc found. The build runs all tests a second time with a supervisor that
 * was compiled with them; it writes into the file that the environment names.
 */
final class SanitizerReports {
  static final Path PROGRAMS = Path.of("target/sanitized").toAbsolutePath();
  private static final String FILE = System.getenv("COOPERAGE_REPORTS");

  private SanitizerReports() {}

  /** Whether a descriptor leads to the reports; a supervisor without sanitizers has none such. */
  static boolean isFile(String target) {
    return target.equals(FILE);
  }

  /**
   * Fails with the text of the reports, and forgets them, so that the next test is judged alone.
   */
  static void assertNone() throws IOException {
    Path file = Path.of(FILE == null ? "target/no-reports" : FILE);
    String found = Files.exists(file) ? Files.readString(file) : "";
    Files.deleteIfExists(file);
    assertThat(found).as("reports of the sanitizers").isEmpty();
  }
}
