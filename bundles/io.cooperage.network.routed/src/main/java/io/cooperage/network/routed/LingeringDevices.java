package io.cooperage.network.routed;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.net.Link;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Devices of CTs that were detached. The kernel removes a device with the CT's namespace, many at
 * once and in the background; removing one costs some 15 ms. Only one that is still there after a
 * while is removed here.
 */
final class LingeringDevices {
  private static final Logger LOG = LoggerFactory.getLogger(LingeringDevices.class);

  private final HostSide host;
  private final Duration grace;
  private final ScheduledExecutorService background;

  LingeringDevices(HostSide host, Duration grace, ScheduledExecutorService background) {
    this.host = host;
    this.grace = grace;
    this.background = background;
  }

  void watch(Link device) {
    var unused = background.schedule(() -> remove(device), grace.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void remove(Link device) {
    try {
      // A CT that was started again has a device of the same name and another index.
      host.device(device.name())
          .filter(found -> found.index() == device.index())
          .ifPresent(host::delete);
    } catch (LinuxException e) {
      LOG.warn("cannot remove the network device {}", device.name(), e);
    }
  }
}
