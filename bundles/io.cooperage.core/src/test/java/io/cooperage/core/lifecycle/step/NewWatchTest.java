package io.cooperage.core.lifecycle.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.spi.controller.Watch;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class NewWatchTest {
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Watch made = () -> closed.set(true);

  @Test
  void aWatchThatIsThereIsKept() {
    NewWatch watch = new NewWatch(Optional.of(made));
    watch.begin(Watch::none);
    assertThat(watch.end()).containsSame(made);
  }

  @Test
  void oneThatComesInTimeIsHandedOver() {
    NewWatch watch = new NewWatch(Optional.empty());
    watch.begin(() -> made);
    assertThat(watch.end()).containsSame(made);
    assertThat(closed).isFalse();
  }

  @Test
  void oneThatComesTooLateIsClosed() {
    NewWatch watch = new NewWatch(Optional.empty());
    assertThat(watch.end()).isEmpty();
    watch.begin(() -> made);
    assertThat(closed).isTrue();
  }
}
