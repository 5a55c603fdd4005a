package io.cooperage.network.routed;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.node.HostChange;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.net.IpPrefix;
import io.cooperage.linux.net.LinkRequests;
import io.cooperage.linux.net.NetlinkSocket;
import io.cooperage.linux.net.NetworkNamespaces;
import io.cooperage.linux.net.NetworkSysctls;
import io.cooperage.linux.net.NetworkView;
import io.cooperage.linux.nftables.HostNamespace;
import io.cooperage.linux.thread.NamespaceKind;
import io.cooperage.linux.thread.NamespaceThread;
import io.cooperage.spi.network.NetworkNamespace;
import io.cooperage.spi.network.NetworkRequest;
import io.cooperage.spi.node.HostLedger;
import io.cooperage.spi.node.NodeEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A network namespace that plays the host, with CTs that are namespaces without processes. */
final class TestHost implements AutoCloseable, HostNamespace, HostLedger, NodeEnvironment {
  private final OwnedFd namespace = NetworkNamespaces.create();
  private final NetlinkSocket socket = NetlinkSocket.openIn(namespace);
  private final Map<ContainerId, OwnedFd> containers = new HashMap<>();
  private final List<HostChange> changes = new ArrayList<>();

  TestHost() {
    socket.apply(LinkRequests.up("lo"));
    // A new namespace inherits the real host's IPv4 switches, which may be set by a node that runs.
    NetworkSysctls.writeIn(namespace, Map.of("ipv4/ip_forward", "0"));
  }

  RoutedNetwork provider() {
    return provider("", 0, 0);
  }

  RoutedNetwork provider(String hostPorts, long connections, long perSecond) {
    return new RoutedNetwork(
        this,
        this,
        this,
        new Openings(
            new HostPorts("hostPorts", hostPorts), new HostPorts("linkLocalPorts", "udp/4002")),
        new ConnectionLimits(connections, perSecond));
  }

  NetlinkSocket socket() {
    return socket;
  }

  NetworkView view() {
    return new NetworkView(socket);
  }

  OwnedFd namespace() {
    return namespace;
  }

  /** Makes a CT's namespace, or a new one when the CT is started again. */
  ContainerId start(ContainerId id) {
    stop(id);
    containers.put(id, NetworkNamespaces.create());
    return id;
  }

  void stop(ContainerId id) {
    OwnedFd old = containers.remove(id);
    if (old != null) {
      old.close();
    }
  }

  OwnedFd namespace(ContainerId id) {
    return containers.get(id);
  }

  NetworkRequest request(ContainerId id, boolean nat, String... addresses) {
    OwnedFd fd = containers.get(id);
    ParameterValues values =
        ParameterValues.builder()
            .parse(RoutedParameters.IP, List.of(addresses))
            .put(RoutedParameters.NAT, nat)
            .build();
    NetworkNamespace place =
        new NetworkNamespace(fd.path().toString(), StatusCalls.status(fd).inode());
    return new NetworkRequest(id, place, values);
  }

  /** Opens a socket inside a namespace; it can then be used from any thread. */
  static DatagramChannel bind(OwnedFd inside, String address, int port) {
    InetAddress ip = IpPrefix.parse(address).address();
    return NamespaceThread.callIn(
        inside,
        NamespaceKind.NETWORK,
        () -> {
          try {
            boolean ipv4 = IpPrefix.host(ip).isIpv4();
            return DatagramChannel.open(
                    ipv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6)
                .bind(new InetSocketAddress(ip, port));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Override
  public Object run(Supplier<?> work) {
    return NamespaceThread.callIn(namespace, NamespaceKind.NETWORK, work::get);
  }

  @Override
  public synchronized void sysctl(String name, String value, String reason) {
    String path = name.substring("net.".length()).replace('.', '/');
    String before = NetworkSysctls.readIn(namespace, path);
    if (!before.equals(value)) {
      changes.add(new HostChange("sysctl", name, before, value, reason));
      NetworkSysctls.writeIn(namespace, Map.of(path, value));
    }
  }

  @Override
  public synchronized void record(HostChange change) {
    changes.add(change);
  }

  @Override
  public synchronized void forget(String kind, String key) {
    changes.removeIf(change -> change.kind().equals(kind) && change.key().equals(key));
  }

  @Override
  public synchronized List<HostChange> changes() {
    return List.copyOf(changes);
  }

  @Override
  public UUID uuid() {
    return new UUID(0, 1);
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public Path stateFolder() {
    return Path.of("/nonexistent");
  }

  @Override
  public Path runFolder() {
    return Path.of("/nonexistent");
  }

  @Override
  public Path programFolder() {
    return Path.of("/nonexistent");
  }

  @Override
  public String cgroupParent() {
    return "cooperage/test";
  }

  @Override
  public String vethPrefix() {
    return "coopt";
  }

  @Override
  public String nftTable() {
    return "cooperage_test";
  }

  @Override
  public String bootId() {
    return "boot";
  }

  @Override
  public void close() {
    Stream.concat(containers.values().stream(), Stream.of(namespace)).forEach(OwnedFd::close);
    socket.close();
  }
}
