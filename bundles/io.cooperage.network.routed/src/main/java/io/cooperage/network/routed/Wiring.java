package io.cooperage.network.routed;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.linux.net.IpPrefix;
import io.cooperage.linux.net.MacAddress;
import io.cooperage.spi.network.Attachment;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Everything that a CT's connection consists of. Names and hardware addresses follow from the CT's
 * identity alone, so that a restart, a crash or a migration meets the same ones.
 *
 * @param hostDevice the name of the host's end
 * @param hostMac its hardware address
 * @param guestMac the hardware address of the CT's end
 * @param addresses the CT's addresses in the order given
 * @param nat whether they are translated on their way to other hosts
 */
record Wiring(
    String hostDevice,
    MacAddress hostMac,
    MacAddress guestMac,
    List<InetAddress> addresses,
    boolean nat) {
  /** The network kind. */
  static final String KIND = "routed";

  /** The name of the CT's end. */
  static final String GUEST_DEVICE = "eth0";

  /** The next hop of every routed CT, for each family; it exists on each CT's link apart. */
  static final IpPrefix GATEWAY4 = IpPrefix.parse("169.254.1.1");

  static final IpPrefix GATEWAY6 = IpPrefix.parse("fe80::1/64");

  /** The link-local address of every routed CT, so that rules can name it. */
  static final IpPrefix GUEST6 = IpPrefix.parse("fe80::2/64");

  private static final String ADDRESSES = "addresses";
  private static final int SUFFIX_LENGTH = 10;
  private static final int SUFFIX_BITS = 50;

  static Wiring of(ContainerId container, String vethPrefix, ParameterValues values) {
    UUID uuid = container.uuid();
    UUID hostEnd = new UUID(~uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    return new Wiring(
        hostDevice(container, vethPrefix),
        MacAddress.of(hostEnd),
        MacAddress.of(uuid),
        values.list(RoutedParameters.IP),
        values.get(RoutedParameters.NAT).orElse(false));
  }

  /**
   * Returns the name of a CT's device on the host: prefix and 50 mixed bits of its identity, at
   * most 15 characters.
   */
  static String hostDevice(ContainerId container, String vethPrefix) {
    UUID uuid = container.uuid();
    long mixed =
        uuid.getMostSignificantBits() ^ Long.rotateLeft(uuid.getLeastSignificantBits(), 17);
    String digits =
        Long.toUnsignedString((mixed ^ mixed >>> SUFFIX_BITS) & ((1L << SUFFIX_BITS) - 1), 32);
    return vethPrefix + "0".repeat(SUFFIX_LENGTH - digits.length()) + digits;
  }

  static List<InetAddress> addresses(List<Attachment> present) {
    return present.stream()
        .map(attachment -> attachment.properties().getOrDefault(ADDRESSES, ""))
        .flatMap(text -> Arrays.stream(text.split(",", -1)))
        .filter(text -> !text.isEmpty())
        .map(text -> IpPrefix.parse(text).address())
        .toList();
  }

  boolean has(boolean ipv4) {
    return addresses.stream().anyMatch(address -> address instanceof Inet4Address == ipv4);
  }

  Attachment toAttachment() {
    String list = addresses.stream().map(IpPrefix::format).collect(Collectors.joining(","));
    return new Attachment(
        KIND, GUEST_DEVICE, hostDevice, guestMac.toString(), Map.of(ADDRESSES, list));
  }
}
