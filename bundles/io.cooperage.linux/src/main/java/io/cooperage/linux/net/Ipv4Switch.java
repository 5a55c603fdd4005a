package io.cooperage.linux.net;

/** Switches of a device, as in {@code Documentation/networking/ip-sysctl.rst}. */
public enum Ipv4Switch {
  /** Answer address requests for addresses elsewhere. */
  PROXY_ARP(3),
  /** Believe redirects. */
  ACCEPT_REDIRECTS(4),
  /** Tell senders of better ways. */
  SEND_REDIRECTS(6),
  /** Drop packets whose sender would not be reached through this device. */
  RP_FILTER(8),
  /** Obey routes that senders prescribe. */
  ACCEPT_SOURCE_ROUTE(9),
  /** Ask neighbours in the name of an address of the device itself. */
  ARP_ANNOUNCE(18),
  /** Answer address requests only for addresses of the device itself. */
  ARP_IGNORE(19);

  private final int number;

  Ipv4Switch(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
