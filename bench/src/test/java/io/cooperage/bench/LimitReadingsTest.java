package io.cooperage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimitReadingsTest {
  @Test
  void aDisksCountersAreItsOwn() {
    DiskCounts counts = DiskCounts.parse("  10  1  80  5  20  2  160  7  0 9 12 0 0 0 0 0 0\n");
    assertThat(counts).isEqualTo(new DiskCounts(10, 80 * 512, 20, 160 * 512));
  }

  @Test
  void whatAGroupIsChargedIsReadOfItsOwnDiskAlone() {
    DiskCounts expected = new DiskCounts(3, 12288, 5, 20480);
    String serviced = "7:1 Read 3\n7:1 Write 5\n7:1 Total 8\n7:10 Read 9\nTotal 17";
    String bytes = "7:1 Read 12288\n7:1 Write 20480\nTotal 32768";
    assertThat(DiskCounts.ofGroupV1(serviced, bytes, "7:1")).isEqualTo(expected);
    String ioStat = "7:10 rios=9 wios=9\n7:1 rbytes=12288 wbytes=20480 rios=3 wios=5 dbytes=0";
    assertThat(DiskCounts.ofGroupV2(ioStat, "7:1")).isEqualTo(expected);
  }

  @Test
  void aCountIsFoundByItsWord() {
    String text = "oom_kill_disable 0\nunder_oom 0\noom_kill 3";
    assertThat(Groups.count(text, "oom_kill")).isEqualTo(3);
    assertThat(Groups.count(text, "max")).isZero();
  }

  @Test
  void tooMuchIsNeverAWin() {
    assertThat(LimitTable.verdict(1.02)).isEqualTo("exact");
    assertThat(LimitTable.verdict(0.5)).startsWith("below");
    assertThat(LimitTable.verdict(1.08)).startsWith("above by less");
    assertThat(LimitTable.verdict(1.11)).isEqualTo("ABOVE");
  }

  @Test
  void whatACounterGainsIsARate() {
    AtomicLong steady = new AtomicLong();
    List<Window.Rate> rates =
        new Window(Duration.ZERO, Duration.ofMillis(80)).watch(steady::incrementAndGet, () -> 7);
    assertThat(rates.get(0).mean()).isPositive();
    assertThat(rates.get(1).mean()).isZero();
    assertThat(rates.get(0).slices().count()).isEqualTo(4);
  }

  @Test
  void aValueThatIsNotInForceIsTold() {
    assertThat(LiveChanges.difference("cpulimit", "50", "50")).isEmpty();
    assertThat(LiveChanges.difference("cpumask", "all", "0-1")).isEmpty();
    assertThat(LiveChanges.difference("cpulimit", "50", "20")).contains("asked 50, in force 20");
  }

  @Test
  void threadsOfOnePoolAreCountedTogether() {
    assertThat(DaemonThreads.name("12 (sampler-3) S 1 2")).isEqualTo("sampler");
    assertThat(DaemonThreads.busiest(Map.of("a", 5L), Map.of("a", 9L, "b", 1L, "c", 0L)))
        .isEqualTo("a 4, b 1");
  }
}
