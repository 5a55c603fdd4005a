package io.cooperage.linux.net;

/**
 * A class of a hierarchical token bucket as the kernel has it.
 *
 * @param handle its own number
 * @param parent what it borrows from
 * @param rate bytes per second that it always gets
 * @param ceiling bytes per second that it never exceeds
 * @param priority 0..7; classes with a lower one borrow first
 * @param traffic what has passed since it was made
 */
public record HtbClassState(
    TcHandle handle, TcHandle parent, long rate, long ceiling, int priority, Traffic traffic) {
  /**
   * Counters of a class.
   *
   * @param bytes bytes that it let out, with the hardware's headers
   * @param packets packets that it let out; one that the sender left to the device to cut counts as
   *     all that it will be cut into
   * @param dropped packets that found its queue full
   * @param delayed how often a packet had to wait for the ceiling
   * @param borrowed how often a packet went out beyond the rate
   * @param queuedBytes bytes that wait in its queue now
   * @param bytesPerSecond what it lets out now, an average over some seconds; 0 without an
   *     estimator
   */
  public record Traffic(
      long bytes,
      long packets,
      long dropped,
      long delayed,
      long borrowed,
      long queuedBytes,
      long bytesPerSecond) {}
}
