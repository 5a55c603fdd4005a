package io.cooperage.firewall.nftables;

import io.cooperage.linux.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One rule of a CT: which connections it fits, and what happens to them.
 *
 * @param source where they come from; empty is everywhere
 * @param destination where they go to; empty is everywhere
 * @param ports destination ports; empty is all
 */
record Rule(
    Direction direction,
    Verdict verdict,
    Protocol protocol,
    Optional<IpPrefix> source,
    Optional<IpPrefix> destination,
    List<PortRange> ports) {
  /** Most ranges of ports of one rule. */
  static final int MOST_PORTS = 16;

  Rule {
    ports = List.copyOf(ports);
  }

  /** What keeps it from being a rule; empty if nothing does. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (!ports.isEmpty() && !protocol.hasPorts()) {
      faults.add("ports need tcp or udp");
    }
    if (ports.size() > MOST_PORTS) {
      faults.add("at most " + MOST_PORTS + " ranges of ports can be in one rule");
    }
    boolean mixed =
        source.isPresent()
            && destination.isPresent()
            && source.get().isIpv4() != destination.get().isIpv4();
    if (mixed) {
      faults.add("from and to must be of one family, IPv4 or IPv6");
    }
    boolean ipv4 = source.or(() -> destination).map(IpPrefix::isIpv4).orElse(false);
    boolean ipv6 = source.or(() -> destination).map(p -> !p.isIpv4()).orElse(false);
    if ((protocol == Protocol.ICMP && ipv6) || (protocol == Protocol.ICMPV6 && ipv4)) {
      faults.add("icmp is for IPv4 and icmpv6 for IPv6 addresses");
    }
    return faults;
  }

  /** The same with one range of ports, or without. */
  Rule withPorts(List<PortRange> others) {
    return new Rule(direction, verdict, protocol, source, destination, others);
  }

  /** The canonical text. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(word(direction)).append(' ').append(word(verdict));
    if (protocol != Protocol.ANY) {
      text.append(' ').append(word(protocol));
    }
    source.ifPresent(p -> text.append(" from ").append(text(p)));
    destination.ifPresent(p -> text.append(" to ").append(text(p)));
    if (!ports.isEmpty()) {
      text.append(" port ")
          .append(ports.stream().map(PortRange::toString).collect(Collectors.joining(",")));
    }
    return text.toString();
  }

  /** An address without its length if it is a single one. */
  static String text(IpPrefix prefix) {
    return prefix.equals(IpPrefix.host(prefix.address()))
        ? IpPrefix.format(prefix.address())
        : prefix.toString();
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
