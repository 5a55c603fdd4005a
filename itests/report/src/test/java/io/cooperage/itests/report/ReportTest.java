package io.cooperage.itests.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReportTest {
  private final HostSnapshot clean = new HostSnapshot(new TreeSet<>());
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void endsWithTheCountsAndSucceeds() {
    TestResults results = new TestResults(3, List.of(), List.of("A.b: no btrfs"));

    assertThat(Report.print(results, clean, clean, out)).isZero();
    assertThat(printed())
        .containsExactly("skipped  A.b: no btrfs", "3 passed, 0 failed, 1 skipped");
  }

  @Test
  void countsALeakAsAFailure() {
    HostSnapshot after = new HostSnapshot(new TreeSet<>(List.of("loop loop3")));

    assertThat(Report.print(TestResults.NONE, after, clean, out)).isEqualTo(1);
    assertThat(printed())
        .containsExactly("failed   left on the host: loop loop3", "0 passed, 1 failed, 0 skipped");
  }

  private List<String> printed() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
