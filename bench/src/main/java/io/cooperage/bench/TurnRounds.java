package io.cooperage.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** One load on several targets, which take turns; every second round in the opposite order. */
final class TurnRounds {
  private final int count;

  TurnRounds(int count) {
    this.count = count;
  }

  /** Answers what the load gave for each target, in the order of the rounds. */
  <T> Map<T, Samples> run(List<T> targets, ToDoubleFunction<T> load) {
    Map<T, Samples> rates = new LinkedHashMap<>();
    targets.forEach(t -> rates.put(t, new Samples()));
    List<T> order = new ArrayList<>(targets);
    for (int i = 0; i < count; i++) {
      order.forEach(t -> rates.get(t).add(load.applyAsDouble(t)));
      Collections.reverse(order);
    }
    return rates;
  }
}
