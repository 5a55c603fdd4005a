package io.cooperage.core.node;

import io.cooperage.api.node.Finding;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Leases;
import io.cooperage.core.provider.Offer;
import io.cooperage.spi.node.HostFacts;
import io.cooperage.spi.node.HostProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Host facts out of /proc and of every probe. */
@Component(service = {HostFactsSource.class, ProbedHost.class})
public final class ProbedHost implements HostFactsSource {
  private static final Logger LOG = LoggerFactory.getLogger(ProbedHost.class);

  private final Leases leases;
  private final Leases.Subscription changes;
  private volatile Optional<HostFacts> cached = Optional.empty();

  /** Called by the framework. */
  @Activate
  public ProbedHost(@Reference Leases leases) {
    this.leases = leases;
    changes =
        leases.onChange(
            f -> {
              // What a probe says of a pool changes with the storage that works in it.
              if (f.equals(Family.PROBE) || f.equals(Family.STORAGE)) {
                cached = Optional.empty();
              }
            });
  }

  @Deactivate
  void close() {
    changes.close();
  }

  @Override
  public HostFacts facts() {
    Optional<HostFacts> known = cached;
    if (known.isEmpty()) {
      known = Optional.of(read());
      cached = known;
    }
    return known.get();
  }

  private HostFacts read() {
    Map<String, String> features = new TreeMap<>();
    for (Offer<HostProbe> probe : leases.offers(Family.PROBE)) {
      try {
        features.putAll(probe.bounded(HostProbe::features));
      } catch (RuntimeException e) {
        LOG.warn("{} does not answer: {}", probe, e.getMessage());
      }
    }
    return new HostFacts(memory(), cpus(), System.getProperty("os.version", ""), features);
  }

  /** What all probes found. */
  List<Finding> findings() {
    List<Finding> all = new ArrayList<>();
    for (Offer<HostProbe> probe : leases.offers(Family.PROBE)) {
      try {
        all.addAll(probe.bounded(HostProbe::findings));
      } catch (RuntimeException e) {
        all.add(
            new Finding(
                probe.describe(), Finding.Grade.DEGRADED, "does not answer", e.getMessage()));
      }
    }
    return all;
  }

  private static long memory() {
    return lines("/proc/meminfo").stream()
        .filter(l -> l.startsWith("MemTotal:"))
        .mapToLong(l -> Long.parseLong(l.replaceAll("[^0-9]", "")) * 1024)
        .findFirst()
        .orElse(0);
  }

  // The JVM counts the CPUs of its own cpuset alone.
  private static int cpus() {
    int count = 0;
    for (String range : lines("/sys/devices/system/cpu/online").get(0).strip().split(",", -1)) {
      String[] ends = range.split("-", -1);
      count += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
    }
    return count;
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
