package io.cooperage.isolation.policy;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel's audit tells of a call that a filter has logged and let through. Each text is
 * read once, from its ends: what lies between is the caller's choice.
 *
 * @param uid of the caller, as the host sees it
 */
record LoggedCall(long uid, SystemCall call) {
  private static final Pattern CALLER =
      Pattern.compile(
          "audit\\(\\d{1,12}\\.\\d{3}:\\d{1,20}\\): auid=\\d{1,10} uid=(\\d{1,10}) gid=");

  // Nothing behind the signal's number is the caller's: its name and program come before.
  private static final String TAIL = " sig=";
  private static final Pattern CALL =
      Pattern.compile(
          " sig=\\d{1,3} arch=([0-9a-f]{1,8}) syscall=(\\d{1,10}) compat=\\d ip=0x[0-9a-f]{1,16}"
              + " code=0x7ffc0000");
  private static final int HEXADECIMAL = 16;

  /** Whose record it is, which costs little to find out; empty for one of another form. */
  static OptionalLong caller(String record) {
    Matcher m = CALLER.matcher(record);
    return m.lookingAt() ? OptionalLong.of(Long.parseLong(m.group(1))) : OptionalLong.empty();
  }

  /** Reads a record; empty for one of another form or with another outcome. */
  static Optional<LoggedCall> parse(String record) {
    OptionalLong uid = caller(record);
    int tail = record.lastIndexOf(TAIL);
    if (uid.isEmpty() || tail < 0) {
      return Optional.empty();
    }
    Matcher m = CALL.matcher(record).region(tail, record.length());
    return m.matches()
        ? Optional.of(
            new LoggedCall(
                uid.getAsLong(),
                new SystemCall(
                    Long.parseLong(m.group(1), HEXADECIMAL), (int) Long.parseLong(m.group(2)))))
        : Optional.empty();
  }
}
