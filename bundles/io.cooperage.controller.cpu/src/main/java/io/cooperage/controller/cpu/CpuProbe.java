package io.cooperage.controller.cpu;

import io.cooperage.api.node.Finding;
import io.cooperage.spi.node.HostFacts;
import io.cooperage.spi.node.HostProbe;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Tells which cores and NUMA nodes there are, how fast, and whether bursts can be saved up. */
@Component
public final class CpuProbe implements HostProbe {
  private static final String ONLINE = "cpu.online";
  private static final String NODES = "memory.nodes";
  private static final String MEGAHERTZ = "cpu.mhz";

  private final NodeCpus cpus;

  @Activate
  public CpuProbe() {
    this(SysfsCpus.ofHost());
  }

  CpuProbe(NodeCpus cpus) {
    this.cpus = cpus;
  }

  @Override
  public Map<String, String> features() {
    Map<String, String> features = new TreeMap<>();
    features.put(ONLINE, cpus.online().text());
    features.put(NODES, cpus.memoryNodes().text());
    cpus.megahertz().ifPresent(m -> features.put(MEGAHERTZ, Long.toString(m)));
    return features;
  }

  @Override
  public List<Finding> findings() {
    return List.of();
  }

  /** The cores of a host; those of its count where it was not probed. */
  static IndexSet online(HostFacts host) {
    String online = host.feature(ONLINE);
    return IndexSet.parse(online.isEmpty() ? "0-" + (host.cpus() - 1) : online);
  }

  static IndexSet memoryNodes(HostFacts host) {
    String nodes = host.feature(NODES);
    return IndexSet.parse(nodes.isEmpty() ? "0" : nodes);
  }

  static OptionalLong megahertz(HostFacts host) {
    String speed = host.feature(MEGAHERTZ);
    return speed.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(speed));
  }
}
