package io.cooperage.core.lifecycle;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.ResourceCounter;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.lifecycle.step.ControllerReadings;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.controller.ResourceCount;
import java.util.Comparator;
import java.util.List;

/** The resource counters of a running CT. */
record Counters(ControllerReadings readings) {
  /**
   * By resource, from the kernel.
   *
   * @throws ContainerException NOT_RUNNING
   */
  List<ResourceCounter> of(LiveContainer live) {
    if (live.state() != ContainerState.RUNNING) {
      throw new ContainerException(
          ErrorCode.NOT_RUNNING, "CT " + live + " does not run, so it holds nothing");
    }
    return readings.counts(live).stream()
        .sorted(Comparator.comparing(ResourceCount::resource))
        .map(Counters::line)
        .toList();
  }

  private static ResourceCounter line(ResourceCount c) {
    return new ResourceCounter(
        c.resource(), c.unit(), c.held(), c.maxHeld(), c.barrier(), c.limit(), c.failCount());
  }
}
