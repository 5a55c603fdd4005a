package io.cooperage.controller.vswap.zram;

import io.cooperage.api.node.Finding;
import io.cooperage.api.node.Finding.Grade;
import io.cooperage.api.node.HostChange;
import io.cooperage.controller.vswap.NodeSwapFeature;
import io.cooperage.controller.vswap.SwapArea;
import io.cooperage.spi.node.HostLedger;
import io.cooperage.spi.node.HostProbe;
import io.cooperage.spi.node.HostRestorer;
import io.cooperage.spi.node.NodeEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the node has swap on disk where that is configured: it is filled when zram is
 * full. What goes wrong shows in {@code node doctor} and stops nothing.
 */
@Component(
    immediate = true,
    configurationPid = "io.cooperage.swap",
    service = {HostProbe.class, HostRestorer.class})
public final class NodeDiskSwap implements HostProbe, HostRestorer {
  private static final Logger LOG = LoggerFactory.getLogger(NodeDiskSwap.class);
  private static final long LEAST = 16L << 20;
  private static final String SUBJECT = "swap on disk";

  private final DiskSwap swap;
  private final String trouble;

  /** Finds or makes the swap. */
  @Activate
  public NodeDiskSwap(
      @Reference NodeEnvironment node,
      @Reference HostLedger ledger,
      NodeSwapConfiguration configuration) {
    this(
        new DiskSwap(
            place(node, configuration.diskFile()),
            new SwapHeader("cooperage-disk", node.uuid()),
            ledger),
        configuration);
  }

  NodeDiskSwap(DiskSwap swap, NodeSwapConfiguration configuration) {
    this.swap = swap;
    this.trouble = provide(configuration);
  }

  /** Without links in its folder, as the kernel's table names it. */
  private static Path place(NodeEnvironment node, String configured) {
    Path file = configured.isBlank() ? node.stateFolder().resolve("swap") : Path.of(configured);
    Path absolute = file.toAbsolutePath();
    try {
      return absolute.getParent().toRealPath().resolve(absolute.getFileName());
    } catch (IOException e) {
      return absolute;
    }
  }

  /** Answers what went wrong, empty if nothing did. */
  private String provide(NodeSwapConfiguration configuration) {
    try {
      long size = SwapSettings.amount("disk", configuration.disk(), HostMemory.total());
      if (size == 0) {
        return "";
      }
      if (size < LEAST) {
        return "disk '" + configuration.disk() + "' must be at least 16M";
      }
      if (configuration.diskPriority() >= configuration.priority()) {
        return "diskPriority must be below priority, that of zram";
      }
      swap.provide(size / LEAST * LEAST, configuration.diskPriority());
      return "";
    } catch (RuntimeException e) {
      LOG.warn("the node's swap on disk cannot be made: {}", e.getMessage());
      return e.getMessage();
    }
  }

  @Override
  public Map<String, String> features() {
    return Map.of(NodeSwapFeature.DISK, Long.toString(swap.area().map(SwapArea::size).orElse(0L)));
  }

  @Override
  public List<Finding> findings() {
    Optional<SwapArea> area = swap.area();
    if (area.isPresent()) {
      String held = (area.get().used() >> 20) + "M of " + (area.get().size() >> 20) + "M used";
      return List.of(new Finding(SUBJECT, Grade.GOOD, area.get().path() + ", " + held, ""));
    }
    return trouble.isEmpty()
        ? List.of()
        : List.of(new Finding(SUBJECT, Grade.DEGRADED, trouble, "CTs have zram alone"));
  }

  @Override
  public String kind() {
    return DiskSwap.KIND;
  }

  @Override
  public void restore(HostChange change) {
    swap.restore(change);
  }
}
