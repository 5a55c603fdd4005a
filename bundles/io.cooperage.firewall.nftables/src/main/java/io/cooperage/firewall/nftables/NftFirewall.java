package io.cooperage.firewall.nftables;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.firewall.FirewallCount;
import io.cooperage.api.firewall.FirewallService;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.net.NetlinkSocket;
import io.cooperage.linux.net.NetworkView;
import io.cooperage.linux.nftables.HostNamespace;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.network.Attachment;
import io.cooperage.spi.node.HostFacts;
import io.cooperage.spi.node.HostLedger;
import io.cooperage.spi.node.NodeEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A firewall for each CT, on the host's end of its network devices, where the CT's own root cannot
 * reach it. Connections are judged by their first packet; what belongs to one that was let through
 * passes.
 */
@Component(service = {ResourceController.class, FirewallService.class})
public final class NftFirewall implements ResourceController, FirewallService {
  private static final Logger LOG = LoggerFactory.getLogger(NftFirewall.class);
  private static final Duration HEAL_PERIOD = Duration.ofSeconds(15);
  private static final int MOST_RULES = 128;

  private final NetlinkSocket socket;
  private final FirewallTable table;
  private final ScheduledExecutorService background =
      Executors.newSingleThreadScheduledExecutor(NftFirewall::backgroundThread);

  /** Opens the host's network; the table is made with the first CT that has a rule. */
  @Activate
  public NftFirewall(@Reference NodeEnvironment node, @Reference HostLedger ledger) {
    this(tableOf(node), NetlinkSocket.open(), HostNamespace.OWN, ledger);
    long period = HEAL_PERIOD.toMillis();
    var unused = background.scheduleWithFixedDelay(this::heal, period, period, MILLISECONDS);
  }

  NftFirewall(String table, NetlinkSocket socket, HostNamespace host, HostLedger ledger) {
    this.socket = socket;
    this.table = new FirewallTable(table, host, ledger);
  }

  /** Beside the table of the node's network, which goes with the last part of this name. */
  private static String tableOf(NodeEnvironment node) {
    return node.nftTable() + "_firewall";
  }

  @Deactivate
  void close() {
    background.shutdownNow();
    socket.close();
  }

  /** Makes the table good again; runs now and then in the background. */
  void heal() {
    try {
      NetworkView view = new NetworkView(socket);
      table.heal(device -> view.link(device).isPresent());
    } catch (ContainerException | LinuxException e) {
      LOG.warn("cannot put the firewall of CTs back: {}", e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return "firewall";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return FirewallParameters.ALL;
  }

  @Override
  public List<Problem> validate(ParameterValues proposed, HostFacts host) {
    List<Problem> problems = new ArrayList<>();
    int rules = proposed.list(FirewallParameters.RULES).size();
    if (rules > MOST_RULES) {
      problems.add(
          Problem.of(RULES, rules + " rules", "are too many: a CT can have at most " + MOST_RULES));
    }
    boolean asks = rules > 0 || !FirewallParameters.policies(proposed).open();
    if (asks && host.feature(FirewallProbe.FEATURE).equals("no")) {
      problems.add(
          new Problem(
              rules > 0 ? RULES : POLICY_IN,
              "",
              "needs libnftables with JSON, which this host lacks",
              "install the package libnftables1"));
    }
    return problems;
  }

  @Override
  public void apply(Cell cell, ParameterValues total) {
    Wanted wanted =
        new Wanted(
            cell.id(),
            cell.attachments().stream().map(Attachment::hostDevice).toList(),
            total.list(FirewallParameters.RULES),
            FirewallParameters.policies(total));
    if (!wanted.open()) {
      requireDevices(wanted);
    }
    table.apply(wanted);
  }

  private void requireDevices(Wanted wanted) {
    if (wanted.devices().isEmpty()) {
      throw new ContainerException(
          ErrorCode.UNSUPPORTED,
          "CT " + wanted.id() + " has no network device on the host, so it cannot have a firewall",
          "unset its rules or give it a network that has one");
    }
    NetworkView view = new NetworkView(socket);
    for (String device : wanted.devices()) {
      if (view.link(device).isEmpty()) {
        throw new ContainerException(
            ErrorCode.NOT_RUNNING, "the network device " + device + " of the CT is gone");
      }
    }
  }

  @Override
  public List<Effective> readBack(Cell cell) {
    KernelTable now = table.of(cell.id());
    List<Effective> effective = new ArrayList<>();
    Map<Integer, Rule> rules = new TreeMap<>();
    Stream.of(Direction.values())
        .forEach(d -> now.chain(cell.id(), d).rules().forEach((n, c) -> rules.put(n, c.rule())));
    rules.forEach(
        (number, rule) ->
            effective.add(Effective.of(FirewallParameters.RULES, rule, "nftables rule")));
    for (Direction direction : Direction.values()) {
      for (String foreign : now.chain(cell.id(), direction).foreign()) {
        effective.add(new Effective(RULES, "what is not ours: " + foreign, "nftables rule", ""));
      }
    }
    if (effective.isEmpty()) {
      effective.add(Effective.unlimited(FirewallParameters.RULES, "nftables rule"));
    }
    for (Direction direction : Direction.values()) {
      effective.add(policy(cell, now, direction));
    }
    return effective;
  }

  /**
   * A chain whose replies no longer pass, or that no device leads to, has no policy to speak of.
   */
  private static Effective policy(Cell cell, KernelTable now, Direction direction) {
    Parameter<Verdict> parameter = FirewallParameters.policy(direction);
    if (!now.has(cell.id(), direction)) {
      return Effective.of(parameter, Verdict.ACCEPT, "nftables policy");
    }
    KernelChain chain = now.chain(cell.id(), direction);
    boolean led =
        cell.attachments().stream()
            .allMatch(a -> now.devices(cell.id(), direction).contains(a.hostDevice()));
    return chain
        .policy()
        .filter(p -> chain.whole() && led && now.hooked())
        .map(p -> Effective.of(parameter, p.verdict(), "nftables policy"))
        .orElseGet(() -> Effective.unlimited(parameter, "nftables policy"));
  }

  @Override
  public List<FirewallCount> counts(ContainerId id) {
    KernelTable now = table.fresh(id);
    Map<Integer, KernelChain.Counted> rules = new TreeMap<>();
    List<FirewallCount> policies = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      KernelChain chain = now.chain(id, direction);
      rules.putAll(chain.rules());
      chain
          .policy()
          .map(p -> count(FirewallParameters.policy(direction), p.verdict(), p.tally()))
          .ifPresent(policies::add);
    }
    return Stream.concat(
            rules.values().stream().map(c -> count(FirewallParameters.RULES, c.rule(), c.tally())),
            policies.stream())
        .toList();
  }

  private static <T> FirewallCount count(Parameter<T> parameter, T value, Tally tally) {
    return new FirewallCount(
        parameter.name(), parameter.type().format(value), tally.packets(), tally.bytes());
  }

  @Override
  public void release(Cell cell) {
    table.remove(cell.id());
  }

  private static Thread backgroundThread(Runnable work) {
    Thread thread = new Thread(work, "cooperage-firewall");
    thread.setDaemon(true);
    return thread;
  }
}
