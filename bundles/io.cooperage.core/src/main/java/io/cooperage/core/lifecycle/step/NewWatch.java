package io.cooperage.core.lifecycle.step;

import io.cooperage.spi.controller.Watch;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The watch that a call brings, unless the controller watches already. One that comes after its
 * caller has given the call up is closed again. Safe for any thread.
 */
final class NewWatch {
  private Optional<Watch> watch;
  private boolean ended;

  NewWatch(Optional<Watch> present) {
    watch = present;
  }

  /** Within the call. */
  void begin(Supplier<Watch> source) {
    if (present()) {
      return;
    }
    Watch made = Objects.requireNonNull(source.get(), "watch");
    if (!keep(made)) {
      made.close();
    }
  }

  private synchronized boolean present() {
    return watch.isPresent();
  }

  private synchronized boolean keep(Watch made) {
    if (ended) {
      return false;
    }
    watch = Optional.of(made);
    return true;
  }

  /** After the call, also after one that failed; answers the watch that there is now. */
  synchronized Optional<Watch> end() {
    ended = true;
    return watch;
  }
}
