package io.cooperage.shell.verb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCellAndEmptyCellsAreDashes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Table table = Table.of("A", "LONG", "C");
    table.row("1", "", "x");
    table.row("1000", "2", "");

    table.print(new PrintStream(out, true, StandardCharsets.UTF_8));

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("A     LONG  C\n1     -     x\n1000  2     -\n");
  }

  @Test
  void escapeSequencesOfAContainerDoNotReachTheTerminal() {
    assertThat(Table.printable("a\033[31mb\u009bc\nd")).isEqualTo("a?[31mb?c?d");
  }

  @Test
  void amountsAreShort() {
    assertThat(Amounts.bytes(0)).isEqualTo("0B");
    assertThat(Amounts.bytes(512L << 20)).isEqualTo("512M");
    assertThat(Amounts.bytes(1_610_612_736)).isEqualTo("1.5G");
    assertThat(Amounts.time(Duration.ofMillis(4200))).isEqualTo("4.2s");
    assertThat(Amounts.time(Duration.ofSeconds(192))).isEqualTo("3m12s");
    assertThat(Amounts.time(Duration.ofHours(292))).isEqualTo("12d04h");
  }
}
