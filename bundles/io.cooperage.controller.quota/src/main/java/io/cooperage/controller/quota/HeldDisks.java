package io.cooperage.controller.quota;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.kernel.BlockDevice;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Disks of CTs that run, for those who come without the CT's lock. A device's number goes to
 * another CT soon after a stop, so a CT is let go only when nobody uses its disk any more.
 */
final class HeldDisks {
  private final Map<ContainerId, Held> disks = new ConcurrentHashMap<>();

  /** Guarded by itself. */
  private static final class Held {
    private Optional<BlockDevice> device = Optional.empty();
    private boolean released;
  }

  /** Takes a CT's disk for its own until {@link #release}. */
  void hold(ContainerId id, Optional<BlockDevice> device) {
    Held held = disks.computeIfAbsent(id, absent -> new Held());
    synchronized (held) {
      held.device = device;
    }
  }

  /** Works with a CT's disk; empty if the CT is not held. One at a time per CT. */
  <T> Optional<T> with(ContainerId id, Function<Optional<BlockDevice>, T> work) {
    Held held = disks.get(id);
    if (held == null) {
      return Optional.empty();
    }
    synchronized (held) {
      return held.released ? Optional.empty() : Optional.of(work.apply(held.device));
    }
  }

  /** Lets a CT go, after whoever works with its disk; nobody does so afterwards. */
  void release(ContainerId id) {
    Held held = disks.remove(id);
    if (held != null) {
      synchronized (held) {
        held.released = true;
      }
    }
  }
}
