package io.cooperage.isolation.policy;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel's audit tells of a call that a filter has logged and let through.
 *
 * @param millis when, since 1970
 * @param uid of the caller, as the host sees it
 */
record LoggedCall(long millis, long uid, SystemCall call) {
  // The caller chooses its name, but the kernel writes one with odd letters in hexadecimal.
  private static final Pattern FORM =
      Pattern.compile(
          "audit\\((\\d{1,12})\\.(\\d{3}):\\d+\\): auid=\\d+ uid=(\\d{1,10}) gid=.* pid=\\d+"
              + " comm=(?:\"[^\"]*\"|[0-9A-F]+) exe=\\S+ .*"
              + "arch=([0-9a-f]{1,8}) syscall=(\\d{1,10}) compat=\\d ip=\\S+ code=0x7ffc0000");
  private static final int HEXADECIMAL = 16;

  /** Reads a record; empty for one of another form or with another outcome. */
  static Optional<LoggedCall> parse(String record) {
    Matcher m = FORM.matcher(record);
    return m.matches()
        ? Optional.of(
            new LoggedCall(
                Long.parseLong(m.group(1) + m.group(2)),
                Long.parseLong(m.group(3)),
                new SystemCall(
                    Long.parseLong(m.group(4), HEXADECIMAL), (int) Long.parseLong(m.group(5)))))
        : Optional.empty();
  }
}
