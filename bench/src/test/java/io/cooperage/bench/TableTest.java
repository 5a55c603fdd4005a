package io.cooperage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    Table table = new Table("what", "ms");
    table.row("create+start", "5.1");
    assertThat(table.toString())
        .isEqualTo("| what         | ms  |\n|--------------|-----|\n| create+start | 5.1 |\n");
  }
}
