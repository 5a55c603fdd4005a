package io.cooperage.firewall.nftables;

import java.util.Optional;
import java.util.stream.Stream;

/** The protocols that a rule can name. */
enum Protocol {
  ANY("", 0),
  TCP("tcp", 6),
  UDP("udp", 17),
  ICMP("icmp", 1),
  ICMPV6("ipv6-icmp", 58);

  private final String kernelName;
  private final int number;

  Protocol(String kernelName, int number) {
    this.kernelName = kernelName;
    this.number = number;
  }

  /** Whether connections of it have ports. */
  boolean hasPorts() {
    return this == TCP || this == UDP;
  }

  /** Its number of IANA's list. */
  int number() {
    return number;
  }

  /** The protocol that nft calls so, by name or number. */
  static Optional<Protocol> ofKernel(String name) {
    return Stream.of(values())
        .filter(p -> p != ANY)
        .filter(
            p ->
                p.kernelName.equals(name)
                    || name.equals(Integer.toString(p.number))
                    || (p == ICMPV6 && name.equals("icmpv6")))
        .findFirst();
  }
}
