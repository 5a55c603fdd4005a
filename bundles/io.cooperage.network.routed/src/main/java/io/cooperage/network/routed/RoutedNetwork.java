package io.cooperage.network.routed;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.net.ConnectionTable;
import io.cooperage.linux.net.IpPrefix;
import io.cooperage.linux.net.Link;
import io.cooperage.linux.net.NetlinkSocket;
import io.cooperage.linux.nftables.HostNamespace;
import io.cooperage.linux.nftables.Nftables;
import io.cooperage.spi.controller.Claim;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.controller.UsageSink;
import io.cooperage.spi.network.Attachment;
import io.cooperage.spi.network.NetworkNamespace;
import io.cooperage.spi.network.NetworkProvider;
import io.cooperage.spi.network.NetworkRequest;
import io.cooperage.spi.node.HostFacts;
import io.cooperage.spi.node.HostLedger;
import io.cooperage.spi.node.NodeEnvironment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects each CT by a veth pair of its own and a host route for each of its addresses: no bridge,
 * no shared segment, no limit of ports. Keeps nothing in memory: what a CT has is derived from its
 * identity, its values and the kernel.
 */
@Component(service = NetworkProvider.class, configurationPid = "io.cooperage.network.routed")
@Designate(ocd = RoutedConfiguration.class)
public final class RoutedNetwork implements NetworkProvider {
  private static final Logger LOG = LoggerFactory.getLogger(RoutedNetwork.class);
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration HEAL_PERIOD = Duration.ofSeconds(15);
  private static final Path IPV6 = Path.of("/proc/net/if_inet6");

  private final String vethPrefix;
  private final HostSide host;
  private final ConnectionMemory memory;
  private final DeviceCounters counters;
  private final Firewall firewall;
  private final Forwarding forwarding;
  private final LingeringDevices leftovers;
  private final ScheduledExecutorService background =
      Executors.newSingleThreadScheduledExecutor(RoutedNetwork::backgroundThread);

  /** Opens the host's network; the firewall's table is made with the first CT. */
  @Activate
  public RoutedNetwork(
      @Reference NodeEnvironment node,
      @Reference HostLedger ledger,
      RoutedConfiguration configuration) {
    this(
        node,
        ledger,
        HostNamespace.OWN,
        new Openings(
            new HostPorts("hostPorts", configuration.hostPorts()),
            new HostPorts("linkLocalPorts", configuration.linkLocalPorts())),
        new ConnectionLimits(configuration.connections(), configuration.connectionsPerSecond()));
  }

  RoutedNetwork(
      NodeEnvironment node,
      HostLedger ledger,
      HostNamespace namespace,
      Openings openings,
      ConnectionLimits limits) {
    vethPrefix = node.vethPrefix();
    host = new HostSide((NetlinkSocket) namespace.run(NetlinkSocket::open), vethPrefix);
    memory = new ConnectionMemory((ConnectionTable) namespace.run(ConnectionTable::open));
    counters = new DeviceCounters(host.view(), System::nanoTime);
    firewall = new Firewall(node.nftTable(), vethPrefix, openings, limits, namespace, ledger);
    forwarding = new Forwarding(namespace, host.view(), ledger, vethPrefix);
    leftovers = new LingeringDevices(host, GRACE, background);
    long period = HEAL_PERIOD.toMillis();
    var unused = background.scheduleWithFixedDelay(this::heal, 0, period, MILLISECONDS);
  }

  @Deactivate
  void close() {
    background.shutdownNow();
    memory.close();
    host.close();
  }

  /** Makes the firewall good again; runs now and then in the background. */
  void heal() {
    try {
      // Also loads the library in good time: some 50 ms the first time, not to be spent on a CT's
      // start.
      if (Nftables.available()) {
        firewall.heal();
      }
    } catch (ContainerException | LinuxException e) {
      LOG.warn("cannot put the nft table back: {}", e.getMessage(), e);
    }
  }

  @Override
  public String kind() {
    return Wiring.KIND;
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(RoutedParameters.IP, RoutedParameters.NAT);
  }

  @Override
  public List<Problem> validate(ParameterValues proposed, HostFacts facts) {
    return proposed.list(RoutedParameters.IP).stream()
        .filter(address -> address instanceof Inet6Address && !Files.exists(IPV6))
        .map(IpPrefix::format)
        .map(text -> Problem.of("ip", text, "needs IPv6, which is off on this host"))
        .toList();
  }

  @Override
  public List<Claim> claims(ParameterValues values) {
    return values.list(RoutedParameters.IP).stream()
        .map(address -> Claim.exclusive("ip", IpPrefix.format(address)))
        .toList();
  }

  @Override
  public List<Attachment> attach(NetworkRequest request) {
    return update(request, List.of());
  }

  @Override
  public List<Attachment> update(NetworkRequest request, List<Attachment> present) {
    Wiring wiring = Wiring.of(request.container(), vethPrefix, request.values());
    return explained(
        request.container(),
        () -> {
          connect(wiring, request, Wiring.addresses(present));
          return List.of(wiring.toAttachment());
        });
  }

  @Override
  public List<Effective> readBack(NetworkRequest request, List<Attachment> present) {
    Wiring wiring = Wiring.of(request.container(), vethPrefix, request.values());
    return explained(
        request.container(),
        () -> {
          List<Effective> effective = new ArrayList<>();
          host.device(wiring.hostDevice())
              .ifPresent(
                  device -> {
                    host.routedTo(device, union(wiring.addresses(), Wiring.addresses(present)))
                        .forEach(a -> effective.add(Effective.of(RoutedParameters.IP, a, "route")));
                    boolean nat = device.group() == Firewall.TRANSLATED;
                    effective.add(Effective.of(RoutedParameters.NAT, nat, "nftables"));
                  });
          return effective;
        });
  }

  @Override
  public void detach(ContainerId container, List<Attachment> present) {
    explained(
        container,
        () -> {
          host.device(Wiring.hostDevice(container, vethPrefix))
              .ifPresent(
                  device -> {
                    host.remove(device, Wiring.addresses(present));
                    leftovers.watch(device);
                  });
          memory.forget(container, Wiring.addresses(present));
          return List.of();
        });
  }

  @Override
  public List<String> addresses(ParameterValues values) {
    return values.list(RoutedParameters.IP).stream()
        .map(address -> IpPrefix.host(address).toString())
        .toList();
  }

  @Override
  public List<Meter> meters() {
    return TrafficMeters.ALL;
  }

  @Override
  public void usage(List<Attachment> present, UsageSink sink) {
    for (Attachment attachment : present) {
      counters
          .of(attachment.hostDevice())
          .ifPresent(traffic -> TrafficMeters.report(traffic, sink));
    }
  }

  private void connect(Wiring wiring, NetworkRequest request, List<InetAddress> before) {
    firewall.ensure();
    forwarding.require(wiring);
    host.checkFree(wiring);
    try (OwnedFd namespace = open(request.namespace());
        GuestSide guest = GuestSide.open(namespace)) {
      boolean fresh = host.ensurePair(wiring, namespace, guest);
      host.configure(wiring);
      guest.configure(wiring);
      guest.awaitUsable(wiring);
      if (fresh) {
        host.awaitOperational(wiring);
      } else {
        memory.forget(request.container(), removeStale(wiring, guest, before));
      }
    }
  }

  private List<InetAddress> removeStale(Wiring wiring, GuestSide guest, List<InetAddress> before) {
    Link device = host.device(wiring.hostDevice()).orElseThrow();
    Set<InetAddress> wanted = Set.copyOf(wiring.addresses());
    // An update that failed half way may have left addresses that no stored value tells of.
    List<InetAddress> stale =
        host.routedTo(device, union(before, guest.addresses())).stream()
            .filter(address -> !wanted.contains(address))
            .toList();
    if (!stale.isEmpty()) {
      host.remove(device, stale);
      guest.remove(stale, wiring);
    }
    return stale;
  }

  private static Thread backgroundThread(Runnable work) {
    Thread thread = new Thread(work, "cooperage-routed");
    thread.setDaemon(true);
    return thread;
  }

  private static OwnedFd open(NetworkNamespace place) {
    OwnedFd namespace = OpenCalls.open(Path.of(place.path()));
    if (StatusCalls.status(namespace).inode() != place.inode()) {
      namespace.close();
      throw new ContainerException(
          ErrorCode.NOT_RUNNING, "the network namespace " + place.path() + " is another CT's now");
    }
    return namespace;
  }

  private static List<InetAddress> union(List<InetAddress> first, List<InetAddress> second) {
    return Stream.concat(first.stream(), second.stream()).distinct().collect(Collectors.toList());
  }

  private static <T> List<T> explained(ContainerId container, Supplier<List<T>> work) {
    try {
      return work.get();
    } catch (LinuxException e) {
      throw new ContainerException(
          ErrorCode.KERNEL,
          "the network of CT " + container + " cannot be set up: " + e.getMessage(),
          "",
          e);
    }
  }
}
