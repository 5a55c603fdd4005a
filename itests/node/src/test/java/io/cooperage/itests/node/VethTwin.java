package io.cooperage.itests.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The device pair of a CT of {@code network.routed}, made again by the test: same names, hardware
 * address of the host's end, group and route. criu gives the CT's end its addresses.
 */
final class VethTwin {
  private static final String GATEWAY = "169.254.1.1/32";

  private final String guestEnd;
  private final String address;
  private final String hostEnd;
  private final String mac;
  private final String group;

  /**
   * Looks at the device that the CT has now.
   *
   * @param guestEnd what its end is called until criu moves it in
   */
  VethTwin(String guestEnd, String address) throws IOException {
    String route = Programs.output("ip", "route", "show", address);
    this.guestEnd = guestEnd;
    this.address = address;
    this.hostEnd = route.replaceAll("(?s).* dev (\\S+).*", "$1");
    Path device = Path.of("/sys/class/net", hostEnd);
    this.mac = Files.readString(device.resolve("address")).strip();
    this.group = Files.readString(device.resolve("netdev_group")).strip();
  }

  String guestEnd() {
    return guestEnd;
  }

  /** Between dump and restore nothing for the CT must leave this host. Answers what ends that. */
  Runnable withoutPacketsToTheWorld() {
    Programs.output("ip", "route", "add", "blackhole", address + "/32", "metric", "9999");
    return () ->
        Programs.output("ip", "route", "del", "blackhole", address + "/32", "metric", "9999");
  }

  /** Makes the pair, its host end still down. Answers what removes it. */
  Runnable make() {
    Await.until(
        "the dumped CT's device is gone",
        Duration.ofSeconds(30),
        () -> !Files.exists(Path.of("/sys/class/net", hostEnd)));
    Programs.output(
        "ip", "link", "add", hostEnd, "address", mac, "group", group, "type", "veth", "peer",
        "name", guestEnd);
    // Else the kernel gives the CT's end a link-local address that it never had.
    Programs.output("ip", "link", "set", guestEnd, "addrgenmode", "none");
    Programs.output("ip", "link", "set", hostEnd, "addrgenmode", "none");
    return this::delete;
  }

  private void delete() {
    if (Files.exists(Path.of("/sys/class/net", hostEnd))) {
      // It may go with the CT's network namespace at this moment.
      Programs.output("sh", "-c", "ip link del \"$0\" 2>/dev/null || true", hostEnd);
    }
  }

  /** The commands that let packets through, for criu to run when all sockets are there. */
  List<String> connect() {
    return List.of(
        "ip link set " + hostEnd + " up",
        "ip address add " + GATEWAY + " dev " + hostEnd,
        "ip route replace " + address + "/32 dev " + hostEnd + " proto 118");
  }
}
