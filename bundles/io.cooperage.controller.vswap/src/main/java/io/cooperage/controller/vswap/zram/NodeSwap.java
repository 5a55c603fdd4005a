package io.cooperage.controller.vswap.zram;

import io.cooperage.api.node.Finding;
import io.cooperage.api.node.Finding.Grade;
import io.cooperage.api.node.HostChange;
import io.cooperage.controller.vswap.NodeSwapFeature;
import io.cooperage.controller.vswap.SwapArea;
import io.cooperage.linux.OwnedFd;
import io.cooperage.spi.node.HostLedger;
import io.cooperage.spi.node.HostProbe;
import io.cooperage.spi.node.HostRestorer;
import io.cooperage.spi.node.NodeEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the node has swap in RAM. Without it CTs still run, so nothing that goes wrong
 * here stops the node; it shows in {@code node doctor}. The device outlives this component.
 */
@Component(
    immediate = true,
    configurationPid = "io.cooperage.swap",
    service = {HostProbe.class, HostRestorer.class})
@Designate(ocd = NodeSwapConfiguration.class)
public final class NodeSwap implements HostProbe, HostRestorer {
  private static final Logger LOG = LoggerFactory.getLogger(NodeSwap.class);
  private static final String LABEL = "cooperage";
  private static final String COST = "a CT over physpages dies instead of slowing down";

  private final ZramSwap swap;
  private final String trouble;
  private Optional<OwnedFd> use = Optional.empty();

  /** Finds or makes the swap. */
  @Activate
  public NodeSwap(
      @Reference NodeEnvironment node,
      @Reference HostLedger ledger,
      NodeSwapConfiguration configuration) {
    this(new ZramSwap(new SwapHeader(LABEL, node.uuid()), ledger), configuration);
  }

  NodeSwap(ZramSwap swap, NodeSwapConfiguration configuration) {
    this.swap = swap;
    this.trouble = configuration.enabled() ? provide(configuration) : "switched off";
  }

  /** Answers what went wrong, empty if nothing did. */
  private String provide(NodeSwapConfiguration configuration) {
    if (!ZramDevice.supported()) {
      KernelModule.load();
    }
    if (!ZramDevice.supported()) {
      return "this kernel has no zram";
    }
    try {
      use = Optional.of(swap.provide(SwapSettings.of(configuration, HostMemory.total())));
      return "";
    } catch (RuntimeException e) {
      LOG.warn("the node's swap cannot be made: {}; {}", e.getMessage(), COST);
      return e.getMessage();
    }
  }

  /** Gives up the lock; the swap stays. */
  @Deactivate
  public synchronized void release() {
    use.ifPresent(OwnedFd::close);
    use = Optional.empty();
  }

  @Override
  public Map<String, String> features() {
    Optional<SwapArea> area = area();
    return Map.of(
        "zram",
        area.isPresent() ? "yes" : "no",
        NodeSwapFeature.NAME,
        Long.toString(area.map(SwapArea::size).orElse(0L)),
        NodeSwapFeature.MEMORY,
        Long.toString(area.map(NodeSwap::memory).orElse(0L)));
  }

  @Override
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    Optional<SwapArea> area = area();
    if (area.isPresent()) {
      String held = (area.get().used() >> 20) + "M of " + (area.get().size() >> 20) + "M used";
      findings.add(new Finding("node swap", Grade.GOOD, area.get().path() + ", " + held, ""));
    } else {
      findings.add(
          new Finding("node swap", Grade.DEGRADED, trouble.isEmpty() ? "gone" : trouble, COST));
    }
    if (HostMemory.sysctl("vm.swappiness").equals("0")) {
      findings.add(
          new Finding("vm.swappiness", Grade.DEGRADED, "0", COST + "; set it to 60 or more"));
    }
    return List.copyOf(findings);
  }

  /** RAM that it can take at most; without a limit, as if nothing could be compressed. */
  private static long memory(SwapArea area) {
    return ZramDevice.named(area.path())
        .map(ZramDevice::memoryLimit)
        .filter(limit -> limit > 0)
        .orElse(area.size());
  }

  private Optional<SwapArea> area() {
    return ZramDevice.supported() ? swap.area() : Optional.empty();
  }

  @Override
  public String kind() {
    return ZramSwap.KIND;
  }

  @Override
  public void restore(HostChange change) {
    release();
    swap.restore(change);
  }
}
