package io.cooperage.core.lifecycle;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.StartOptions;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.Job;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.core.guest.GuestParameters;
import io.cooperage.core.guest.GuestSettings;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.pool.PoolWatch;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the CTs that shall run with the node: those with onboot=yes, and without onboot those that
 * ran last. When only the daemon was restarted, what was stopped on purpose stays stopped.
 */
final class Autostart {
  private static final Logger LOG = LoggerFactory.getLogger(Autostart.class);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final EngineParts parts;
  private final PowerJobs power;
  private final PoolWatch pools;
  private final Path mark;
  private final List<LiveContainer> waiting = new CopyOnWriteArrayList<>();

  Autostart(EngineParts parts, PowerJobs power, PoolWatch pools) {
    this.parts = parts;
    this.power = power;
    this.pools = pools;
    this.mark = parts.node().runFolder().resolve("autostarted");
  }

  /**
   * Chooses who shall run. The mark in the run folder tells a boot from a restart. A CT whose
   * interrupted job is still finished or undone is considered after that, and the action called.
   */
  void choose(Runnable whenFurther) {
    boolean booted = !Files.exists(mark);
    for (LiveContainer live : parts.roster().all()) {
      String target = live.id().toString();
      if (parts.jobs().holder(target).isPresent()) {
        parts
            .jobs()
            .quietly(
                target,
                () -> {
                  consider(live, booted);
                  whenFurther.run();
                });
      } else {
        consider(live, booted);
      }
    }
    try {
      Files.writeString(mark, "");
    } catch (IOException e) {
      LOG.warn("{} cannot be written: the next daemon takes this for a boot", mark, e);
    }
  }

  private void consider(LiveContainer live, boolean booted) {
    if (live.state() == ContainerState.STOPPED && wanted(live, booted)) {
      waiting.add(live);
    }
  }

  private static boolean wanted(LiveContainer live, boolean booted) {
    Optional<Boolean> onboot = values(live).explicit(GuestParameters.ONBOOT);
    boolean ran = live.record().wantRunning();
    return onboot.isEmpty() ? ran : onboot.get() && (booted || ran);
  }

  private static ParameterValues values(LiveContainer live) {
    return GuestSettings.of(live.record().parameters());
  }

  /** Starts all that have what they need, higher boot orders first; the rest waits. */
  void advance() {
    Map<Long, List<LiveContainer>> ready = new TreeMap<>(Comparator.reverseOrder());
    waiting.stream()
        .filter(c -> missing(c).isEmpty())
        .forEach(c -> ready.computeIfAbsent(order(c), o -> new ArrayList<>()).add(c));
    ready.values().forEach(this::startGroup);
  }

  private static long order(LiveContainer live) {
    return values(live).get(GuestParameters.BOOTORDER).orElse(0L);
  }

  private void startGroup(List<LiveContainer> group) {
    List<Job<Container>> jobs = new ArrayList<>();
    for (LiveContainer live : group) {
      waiting.remove(live);
      try {
        if (live.state() == ContainerState.STOPPED) {
          jobs.add(power.start(live, StartOptions.defaults()));
        }
      } catch (ContainerException e) {
        LOG.warn("CT {} is not started: {}", live, e.getMessage());
      }
    }
    jobs.forEach(this::await);
  }

  private void await(Job<Container> job) {
    try {
      job.await(PATIENCE);
    } catch (ContainerException e) {
      if (e.code() != ErrorCode.WAITING) {
        LOG.warn("Autostart of {} failed: {}", job.info().target(), e.getMessage());
      }
    }
  }

  /** One line for each CT that waits. */
  List<String> waitingFor() {
    return waiting.stream()
        .map(c -> "CT " + c + " waits for " + String.join(", ", missing(c)))
        .toList();
  }

  private List<String> missing(LiveContainer live) {
    List<String> missing = Needs.missing(parts, live);
    pools
        .full(live.kind(Family.STORAGE.name()))
        .ifPresent(pool -> missing.add("room in the pool " + pool));
    return missing;
  }

  /** Nobody is started any more, and the next daemon takes its start for a boot. */
  void forget() {
    waiting.clear();
    try {
      Files.deleteIfExists(mark);
    } catch (IOException e) {
      LOG.warn("{} stays", mark, e);
    }
  }
}
