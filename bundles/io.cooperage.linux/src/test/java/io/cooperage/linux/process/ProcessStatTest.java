package io.cooperage.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessStatTest {
  @Test
  void aNameWithBracketsDoesNotShiftTheFields() {
    String line = "7 (a) R 1 (b)) S 42 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 98765 1000 3";
    assertThat(ProcessStat.parse(7, line)).isEqualTo(new ProcessStat(7, 'S', 42, 98765));
  }

  @Test
  void thisProcessIsAliveAndKnowsItsParent() {
    ProcessHandle self = ProcessHandle.current();
    ProcessStat stat = ProcessStat.find((int) self.pid()).orElseThrow();
    assertThat(stat.ended()).isFalse();
    assertThat(stat.parent()).isEqualTo((int) self.parent().orElseThrow().pid());
    assertThat(stat.startTime()).isPositive();
  }
}
