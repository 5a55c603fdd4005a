package io.cooperage.core.lifecycle.step;

import io.cooperage.core.provider.Offer;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.ResourceController;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the controllers of a CT read back before a change.
 *
 * @param byController what each one read
 */
record ReadingsBefore(Map<Offer<ResourceController>, List<Effective>> byController) {
  /** Copies the map. */
  ReadingsBefore {
    byController = Map.copyOf(byController);
  }

  /** What they have read last. */
  static ReadingsBefore of(LiveContainer live) {
    Map<Offer<ResourceController>, List<Effective>> readings = new HashMap<>();
    live.controllers().forEach((offer, applied) -> readings.put(offer, applied.readBack()));
    return new ReadingsBefore(readings);
  }

  /** Makes these what the controllers are expected to read. */
  void expectAgain(LiveContainer live) {
    byController.forEach(
        (offer, readings) ->
            live.controllers().computeIfPresent(offer, (o, applied) -> applied.reading(readings)));
  }
}
