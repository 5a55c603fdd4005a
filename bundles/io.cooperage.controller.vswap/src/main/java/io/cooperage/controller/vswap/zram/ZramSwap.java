package io.cooperage.controller.vswap.zram;

import io.cooperage.api.node.HostChange;
import io.cooperage.controller.vswap.SwapArea;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.LockCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.mount.SwapCalls;
import io.cooperage.spi.node.HostLedger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes, finds and removes the node's swap. Ours is known by the label in its header; nobody else's
 * is ever touched. A node that uses it holds a shared lock on the device, so that none of several
 * nodes on a host takes it away from another.
 */
final class ZramSwap {
  /** Kind of our host change. */
  static final String KIND = "zram";

  /** The one key: a node makes at most one. */
  static final String KEY = "swap";

  private static final Logger LOG = LoggerFactory.getLogger(ZramSwap.class);
  private static final String PLANNED = "planned";

  private final SwapHeader ours;
  private final HostLedger ledger;
  private final int pageSize = HostMemory.pageSize();

  ZramSwap(SwapHeader ours, HostLedger ledger) {
    this.ours = ours;
    this.ledger = ledger;
  }

  /**
   * Finds the host's Cooperage swap or makes it.
   *
   * @return the device, locked against removal until closed
   */
  OwnedFd provide(SwapSettings settings) {
    try (OwnedFd control = ZramDevice.control()) {
      LockCalls.lock(control, true);
      ZramDevice device = active().orElseGet(() -> recorded().orElseGet(() -> make(settings)));
      if (!isActive(device)) {
        SwapCalls.enable(device.node(), settings.priority(), true);
      }
      OwnedFd use = OpenCalls.open(device.node());
      LockCalls.lock(use, false);
      return use;
    }
  }

  /** The area that is in use and ours, whichever node made it. */
  Optional<SwapArea> area() {
    return HostMemory.swaps().stream().filter(a -> labelled(a.path())).findFirst();
  }

  private Optional<ZramDevice> active() {
    Optional<ZramDevice> device = area().flatMap(a -> ZramDevice.named(a.path()));
    // Also another node's, and also after the ledger was lost: the last one to go removes it.
    device.ifPresent(d -> record(d.name()));
    return device;
  }

  /** What an earlier daemon made and did not live to switch on. */
  private Optional<ZramDevice> recorded() {
    return ledger.changes().stream()
        .filter(c -> c.kind().equals(KIND) && c.key().equals(KEY))
        .flatMap(c -> own(c).stream())
        .findFirst();
  }

  private ZramDevice make(SwapSettings settings) {
    record(PLANNED);
    Optional<ZramDevice> added = Optional.empty();
    try {
      ZramDevice device = ZramDevice.add();
      added = Optional.of(device);
      record(device.name());
      device.compressBy(settings.choices(device.read("comp_algorithm")));
      device.write("disksize", Long.toString(settings.size()));
      device.write("mem_limit", Long.toString(settings.memoryLimit()));
      ours.write(device.node(), Long.parseLong(device.read("disksize")), pageSize);
      SwapCalls.enable(device.node(), settings.priority(), true);
      return device;
    } catch (RuntimeException e) {
      added.ifPresent(ZramDevice::remove);
      ledger.forget(KIND, KEY);
      throw e;
    }
  }

  /**
   * Switches the swap off and removes it, unless another node uses it.
   *
   * @throws io.cooperage.api.error.ContainerException NO_RESOURCES if RAM cannot hold what is
   *     swapped
   */
  void restore(HostChange change) {
    Optional<ZramDevice> device = own(change);
    if (device.isPresent() && !withdraw(device.get())) {
      LOG.info("{} stays: another node uses it", device.get().name());
    }
    ledger.forget(KIND, KEY);
  }

  private boolean withdraw(ZramDevice device) {
    try (OwnedFd control = ZramDevice.control();
        OwnedFd use = OpenCalls.open(device.node())) {
      LockCalls.lock(control, true);
      if (!LockCalls.tryLock(use, true)) {
        return false;
      }
      if (isActive(device)) {
        SwapRoom.require(device.name(), areas(device));
        SwapCalls.disable(device.node());
      }
    }
    device.remove();
    return true;
  }

  /** The device that a record speaks of, if it is still a Cooperage swap. */
  private Optional<ZramDevice> own(HostChange change) {
    return ZramDevice.named(Path.of(change.after()))
        .filter(ZramDevice::exists)
        .filter(d -> labelled(d.node()));
  }

  private boolean labelled(Path node) {
    return ZramDevice.named(node)
        .filter(ZramDevice::exists)
        .flatMap(d -> SwapHeader.read(d.node(), pageSize))
        .filter(h -> h.label().equals(ours.label()))
        .isPresent();
  }

  private static boolean isActive(ZramDevice device) {
    return !areas(device).isEmpty();
  }

  private static List<SwapArea> areas(ZramDevice device) {
    return HostMemory.swaps().stream().filter(a -> a.path().equals(device.node())).toList();
  }

  private void record(String after) {
    ledger.record(new HostChange(KIND, KEY, "", after, "compressed swap in RAM for the CTs"));
  }
}
