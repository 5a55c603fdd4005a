package io.cooperage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiskTableTest {
  @Test
  void aRowTellsRatesRatiosAndTheirNoise() {
    DiskTarget own = new DiskTarget("CT's file", Path.of("a"));
    DiskTable table = DiskTable.of(List.of(own));
    Samples one = of(100, 100);
    table.row(FioJob.READ, Map.of(own, one), of(1, 1.1), of(0.5, 0.6), of(0.8, 0.8));
    assertThat(table.table().toString())
        .contains("100 MiB/s", "1.10 (9 %)", "0.60 (17 %)", "0.80 (0 %)", "| MISSES");
  }

  @Test
  void aColumnForEachNumberOfSnapshots() {
    Map<String, Samples> row = new LinkedHashMap<>();
    row.put("1 snapshots", of(1, 1));
    row.put("32 snapshots", of(0.97, 0.97));
    Map<String, Map<String, Samples>> rows = new LinkedHashMap<>();
    rows.put("4k", row);
    rows.put("1M", Map.of("1 snapshots", of(0.5, 0.5)));
    assertThat(DiskTable.byColumn("load", rows).toString())
        .contains("| 1 snapshots", "| 32 snapshots", "0.97 (0 %)", "| holds")
        .contains("| 0.50 (0 %)", "| MISSES");
  }

  private static Samples of(double... values) {
    Samples samples = new Samples();
    for (double value : values) {
      samples.add(value);
    }
    return samples;
  }
}
