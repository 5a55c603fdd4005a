package io.cooperage.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.process.Poll;
import io.cooperage.linux.socket.Message;
import io.cooperage.linux.socket.SeqpacketSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.LongSummaryStatistics;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConsoleTest {
  @RegisterExtension final SupervisorFixture fixture = new SupervisorFixture();

  @Test
  void historyAndStreamJoinWithoutGapOrRepetition() {
    fixture.start("a", "sh", "-c", "i=0; while sleep 0.005; do i=$((i+1)); echo $i; done");
    fixture.consoleShows("a", "10\r\n");
    try (ConsoleView view = fixture.supervisor().console("a")) {
      StringBuilder text = new StringBuilder(new String(view.history(), UTF_8));
      SeqpacketSocket stream = SeqpacketSocket.adopt(view.stream());
      while (!text.toString().contains("50\r\n")) {
        try (Message part = stream.receive(4096, Duration.ofSeconds(20)).orElseThrow()) {
          text.append(UTF_8.decode(part.bytes()));
        }
      }
      String[] lines = text.substring(0, text.indexOf("50\r\n") + 2).split("\r\n");
      assertThat(lines)
          .containsExactly(
              LongStream.rangeClosed(1, 50).mapToObj(Long::toString).toArray(String[]::new));
    }
  }

  @Test
  void whatAViewerTypesReachesTheContainer() {
    fixture.start("a", "sh", "-c", "cat");
    try (ConsoleView view = fixture.supervisor().console("a")) {
      assertThat(Poll.writable(view.master(), Duration.ofSeconds(5))).isTrue();
      FileCalls.writeText(view.master(), "typed\n");
    }
    assertThat(fixture.consoleShows("a", "typed\r\ntyped")).startsWith("typed");
  }

  @Test
  void theConsoleOutlivesTheContainerUntilItIsForgotten() {
    fixture.start("a", "echo", "last words");
    fixture.nextExit();
    assertThat(fixture.consoleShows("a", "last words")).isEqualTo("last words\r\n");
  }

  @Test
  void aFloodKeepsTheLastOutputAndCostsNobodyElse() {
    fixture.start("a", "yes", "0123456789abcdef");
    SupervisorFixture.await(() -> fixture.supervisor().consoleLog("a").length == 64 * 1024);
    LongSummaryStatistics micros =
        LongStream.range(0, 100)
            .map(
                i -> {
                  long start = System.nanoTime();
                  fixture.supervisor().list();
                  return (System.nanoTime() - start) / 1000;
                })
            .summaryStatistics();
    assertThat(micros.getAverage()).isLessThan(50_000);
    assertThat(Arrays.copyOf(fixture.supervisor().consoleLog("a"), 16)).isNotEmpty();
  }
}
