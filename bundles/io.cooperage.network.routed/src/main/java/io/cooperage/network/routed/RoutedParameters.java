package io.cooperage.network.routed;

import io.cooperage.api.parameter.JsonForm;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ValueTypes;
import io.cooperage.linux.net.IpPrefix;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/** The parameters of a routed CT. */
final class RoutedParameters {
  /** Every address of the CT, each alone: a routed CT shares no network with its neighbours. */
  static final Parameter<InetAddress> IP =
      Parameter.builder(
              "ip",
              ValueTypes.text(
                  "ADDRESS",
                  RoutedParameters::parse,
                  IpPrefix::format,
                  JsonForm.string(),
                  List.of()))
          .list("ipadd", "ipdel")
          .description("IPv4 and IPv6 addresses of the CT; the first of each family is its source.")
          .group("network")
          .defaultText("no address")
          .build();

  /** Whether the CT reaches the world under the host's own address. */
  static final Parameter<Boolean> NAT =
      Parameter.builder("nat", ValueTypes.flag())
          .defaultValue(false)
          .description(
              "Whether the CT's connections to other hosts leave under the host's address.")
          .group("network")
          .build();

  private static final IpPrefix RESERVED = IpPrefix.parse("240.0.0.0/4");
  private static final IpPrefix THIS_NETWORK = IpPrefix.parse("0.0.0.0/8");

  private RoutedParameters() {}

  private static InetAddress parse(String text) {
    IpPrefix prefix = IpPrefix.parse(text);
    if (!prefix.equals(IpPrefix.host(prefix.address()))) {
      throw new IllegalArgumentException(
          "must be one address; a routed CT has no network of its own, so leave /"
              + prefix.length()
              + " out");
    }
    InetAddress address = prefix.address();
    if (!usable(address)) {
      throw new IllegalArgumentException("must be an address that a single host can have");
    }
    return address;
  }

  private static boolean usable(InetAddress address) {
    boolean special =
        address.isAnyLocalAddress()
            || address.isLoopbackAddress()
            || address.isLinkLocalAddress()
            || address.isMulticastAddress();
    boolean reserved =
        address instanceof Inet4Address
            && (RESERVED.contains(address) || THIS_NETWORK.contains(address));
    return !special && !reserved;
  }
}
