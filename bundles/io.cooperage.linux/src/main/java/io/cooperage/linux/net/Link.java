package io.cooperage.linux.net;

/**
 * A network device.
 *
 * @param index its number within its namespace
 * @param name its name
 * @param up whether it was brought up
 * @param operational whether the kernel says that packets can pass, which comes a moment after both
 *     ends of a veth are up; false for devices that do not say, such as the loopback device
 * @param mac its hardware address, all zero when it has none
 * @param mtu its largest packet in bytes
 * @param peer the index of a veth's other end within that end's own namespace, 0 for other devices
 * @param group the device group it is in, 0 unless changed
 * @param traffic what has passed
 */
public record Link(
    int index,
    String name,
    boolean up,
    boolean operational,
    MacAddress mac,
    int mtu,
    int peer,
    int group,
    Traffic traffic) {
  /**
   * Counters since the device was made.
   *
   * @param receivedBytes bytes that came in
   * @param sentBytes bytes that went out
   * @param receivedPackets packets that came in
   * @param sentPackets packets that went out
   * @param receivedDropped incoming packets that were dropped
   * @param sentDropped outgoing packets that were dropped
   */
  public record Traffic(
      long receivedBytes,
      long sentBytes,
      long receivedPackets,
      long sentPackets,
      long receivedDropped,
      long sentDropped) {
    static final Traffic NONE = new Traffic(0, 0, 0, 0, 0, 0);
  }
}
