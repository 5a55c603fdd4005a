package io.cooperage.linux.net;

/**
 * A queueing discipline as the kernel has it.
 *
 * @param device the index of its device
 * @param kind its name, as {@code htb}
 * @param handle its number
 * @param parent where it hangs
 */
public record Qdisc(int device, String kind, TcHandle handle, TcHandle parent) {}
