package io.cooperage.template.debootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapProgressTest {
  private final RecordedProgress sink = new RecordedProgress();
  private final BootstrapProgress progress = new BootstrapProgress(sink);

  @Test
  void itOnlyGrowsAndCountsPackages() {
    packages("Retrieving", "%s 1.2-3", 120);
    packages("Extracting", "%s...", 70);
    packages("Unpacking", "%s...", 60);
    progress.accept("I: Unpacking the base system...");
    packages("Configuring", "%s:amd64...", 60);
    packages("Unpacking", "%s...", 60);
    packages("Configuring", "%s:amd64...", 60);
    assertThat(sink.percents).isSorted().startsWith(5).endsWith(95);
    assertThat(sink.messages)
        .contains("Retrieving package 1: pkg0", "Configuring package 120/120: pkg59");
    assertThat(sink.messages).noneMatch(message -> message.contains("the base"));
  }

  @Test
  void aFailureShowsItsErrors() {
    List.of("I: Retrieving a 1", "W: odd", "I: more", "E: Couldn't download dists/x/main", "")
        .forEach(progress);
    assertThat(progress.lastLines()).isEqualTo("W: odd\nE: Couldn't download dists/x/main");
  }

  @Test
  void withoutErrorsTheLastLinesAreShown() {
    IntStream.range(0, 100).mapToObj(i -> "line " + i).forEach(progress);
    assertThat(progress.lastLines().lines()).hasSize(15).endsWith("line 99");
  }

  private void packages(String word, String form, int count) {
    IntStream.range(0, count)
        .forEach(i -> progress.accept("I: " + word + " " + form.replace("%s", "pkg" + i)));
  }
}
