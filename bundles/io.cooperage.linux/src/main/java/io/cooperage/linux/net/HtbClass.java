package io.cooperage.linux.net;

/**
 * A class of a hierarchical token bucket to be made or changed.
 *
 * @param handle its own number
 * @param parent the class or discipline that it borrows from
 * @param rate bytes per second that it always gets, at least 1
 * @param ceiling bytes per second that it never exceeds, at least 1
 * @param burst nanoseconds of either rate that it may send at once after it was idle, at most 200 s
 * @param quantum bytes that it sends before its turn ends when several borrow
 * @param priority 0..7; classes with a lower one borrow first
 * @see <a href="https://man7.org/linux/man-pages/man8/tc-htb.8.html">tc-htb(8)</a>
 */
public record HtbClass(
    TcHandle handle,
    TcHandle parent,
    long rate,
    long ceiling,
    long burst,
    int quantum,
    int priority) {
  private static final long LONGEST_BURST = 200_000_000_000L;

  public HtbClass {
    if (rate < 1
        || ceiling < 1
        || burst < 1
        || burst > LONGEST_BURST
        || quantum < 1
        || (priority & ~7) != 0) {
      throw new IllegalArgumentException("not a class: " + rate + " to " + ceiling);
    }
  }
}
