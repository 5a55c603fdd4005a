package io.cooperage.controller.network;

import io.cooperage.api.node.HostChange;
import io.cooperage.linux.Errno;
import io.cooperage.linux.net.LinkRequests;
import io.cooperage.linux.net.NetlinkSocket;
import io.cooperage.spi.node.HostRestorer;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Takes the devices of the lanes away when the node goes down, with all classes on them. */
@Component
public final class QueueRestorer implements HostRestorer {
  @Override
  public String kind() {
    return Ground.CHANGE_KIND;
  }

  @Override
  public void restore(HostChange change) {
    try (NetlinkSocket socket = NetlinkSocket.open()) {
      remove(socket, change.key());
    }
  }

  static void remove(NetlinkSocket socket, String device) {
    socket.attempt(List.of(LinkRequests.delete(device))).stream()
        .filter(refusal -> refusal.reason() != Errno.ENODEV)
        .forEach(
            refusal -> {
              throw refusal.toException();
            });
  }
}
