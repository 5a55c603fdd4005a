package io.cooperage.controller.network;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.net.HtbClass;
import io.cooperage.linux.net.LinkRequests;
import io.cooperage.linux.net.NetlinkRequest;
import io.cooperage.linux.net.NetlinkSocket;
import io.cooperage.linux.net.NetworkNamespaces;
import io.cooperage.linux.net.NetworkView;
import io.cooperage.linux.net.PriorityProgram;
import io.cooperage.linux.net.Redirect;
import io.cooperage.linux.net.TcHandle;
import io.cooperage.linux.net.TrafficHook;
import io.cooperage.linux.net.TrafficRequests;
import java.util.ArrayList;
import java.util.List;

/**
 * Tries each kernel feature that limits need, in a network namespace that is thrown away. The
 * kernel has no other way to tell, and loads modules on the way.
 *
 * @param missing names of the features that are not there
 * @param fairQueues whether queues can keep flows apart
 */
record KernelTrial(List<String> missing, boolean fairQueues) {
  private static final String DEVICE = "trial";
  private static final TcHandle TREE = TcHandle.of(1, 0);
  private static final TcHandle LEAF = TcHandle.of(1, 1);

  KernelTrial {
    missing = List.copyOf(missing);
  }

  static KernelTrial run() {
    try (OwnedFd namespace = NetworkNamespaces.create();
        NetlinkSocket socket = NetlinkSocket.openIn(namespace)) {
      if (!accepts(socket, LinkRequests.createIfb(DEVICE))) {
        return new KernelTrial(List.of("ifb"), false);
      }
      int device = new NetworkView(socket).link(DEVICE).orElseThrow().index();
      List<String> missing = new ArrayList<>();
      if (!accepts(socket, TrafficRequests.addHtb(device, TREE))) {
        missing.add("sch_htb");
      }
      HtbClass leaf = new HtbClass(LEAF, TREE, 1000, 1000, 1_000_000, 3028, 0);
      boolean fair =
          accepts(socket, TrafficRequests.setClass(device, leaf))
              && accepts(socket, TrafficRequests.setFairQueue(device, LEAF));
      if (!accepts(socket, TrafficRequests.addHooks(device))) {
        missing.add("sch_ingress");
      } else if (!redirects(socket, device)) {
        missing.add("cls_bpf with act_mirred");
      }
      return new KernelTrial(missing, fair);
    }
  }

  private static boolean redirects(NetlinkSocket socket, int device) {
    try (OwnedFd program = PriorityProgram.load(LEAF)) {
      Redirect redirect = new Redirect(1, DEVICE, program, LEAF, device);
      return accepts(socket, TrafficRequests.redirect(device, TrafficHook.INGRESS, redirect));
    } catch (LinuxException e) {
      // A kernel without the bpf system call.
      return false;
    }
  }

  private static boolean accepts(NetlinkSocket socket, NetlinkRequest request) {
    return socket.attempt(List.of(request)).isEmpty();
  }
}
