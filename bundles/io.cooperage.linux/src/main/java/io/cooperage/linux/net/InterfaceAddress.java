package io.cooperage.linux.net;

/**
 * An address that a device has.
 *
 * @param device the device's index
 * @param address the address with the length of its network
 */
public record InterfaceAddress(int device, IpPrefix address) {}
