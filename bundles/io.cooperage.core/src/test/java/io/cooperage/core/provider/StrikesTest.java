package io.cooperage.core.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StrikesTest {
  private final List<String> told = new ArrayList<>();
  private final AtomicLong nanoTime = new AtomicLong();
  private final Strikes strikes = new Strikes(3, new ToldVerdicts(), nanoTime::get);

  private final class ToldVerdicts implements Strikes.Verdicts {
    @Override
    public void out(String reason) {
      told.add("out: " + reason);
    }

    @Override
    public void rests(String subject, Duration time, String reason) {
      told.add(subject + " rests " + time.toMinutes() + ": " + reason);
    }
  }

  private void fail(String subject, int times) {
    for (int i = 1; i <= times; i++) {
      strikes.failure(subject, subject + i);
    }
  }

  @Test
  void onlyFailuresInARowCount() {
    fail("", 2);
    strikes.success("");
    fail("", 2);
    assertThat(strikes.out()).isFalse();
    fail("", 1);
    assertThat(strikes.out()).isTrue();
  }

  @Test
  void whoIsOutStaysOutAndIsToldOnce() {
    fail("", 4);
    strikes.success("");
    assertThat(strikes.out()).isTrue();
    assertThat(told).containsExactly("out: 3");
  }

  @Test
  void oneCtAloneGoesWithoutTheServiceForAWhileThatGrows() {
    fail("a", 3);
    assertThat(strikes.out()).isFalse();
    assertThat(strikes.rest("a")).isEqualTo(Duration.ofMinutes(1));
    assertThat(strikes.rest("b")).isZero();
    nanoTime.addAndGet(Duration.ofSeconds(61).toNanos());
    assertThat(strikes.rest("a")).isZero();
    fail("a", 1);
    assertThat(strikes.rest("a")).isEqualTo(Duration.ofMinutes(2));
    assertThat(told).containsExactly("a rests 1: a3", "a rests 2: a1");
    strikes.success("a");
    assertThat(strikes.rest("a")).isZero();
  }

  @Test
  void itIsOutWhenItFailsForSeveralCtsInARow() {
    fail("a", 1);
    fail("b", 1);
    strikes.success("c");
    fail("a", 1);
    fail("b", 1);
    assertThat(strikes.out()).isFalse();
    fail("c", 1);
    assertThat(strikes.out()).isTrue();
  }

  @Test
  void oneCtCannotBringItAboutHoweverOftenItFails() {
    fail("a", 100);
    assertThat(strikes.out()).isFalse();
  }
}
