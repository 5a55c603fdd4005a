package io.cooperage.testing.fake;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Makes named calls of a fake fail. Safe for any thread. */
public final class Faults {
  private final Map<String, Supplier<RuntimeException>> planned = new ConcurrentHashMap<>();

  /** From now on the call throws what the supplier makes. */
  public void fail(String call, Supplier<RuntimeException> fault) {
    planned.put(call, fault);
  }

  /** The next call alone fails. */
  public void failOnce(String call, Supplier<RuntimeException> fault) {
    planned.put(
        call,
        () -> {
          planned.remove(call);
          return fault.get();
        });
  }

  public void clear() {
    planned.clear();
  }

  void check(String call) {
    Supplier<RuntimeException> fault = planned.get(call);
    if (fault != null) {
      throw fault.get();
    }
  }
}
