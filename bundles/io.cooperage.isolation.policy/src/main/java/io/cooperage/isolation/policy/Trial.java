package io.cooperage.isolation.policy;

import io.cooperage.linux.process.ProcessStat;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.kernel.PidHandle;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What one CT on trial was heard to call. A CT can make calls of any number as fast as it likes:
 * both what is told apart and what is looked at in a second is bounded. Safe for any thread.
 */
final class Trial {
  /** More than a table of calls has for one convention. */
  static final int MOST_CALLS = 600;

  /** Records a second that are looked into. */
  static final int MOST_A_SECOND = 2_000;

  private static final long SECOND = 1_000_000_000L;

  private final IdMap map;
  private final PidHandle init;
  private final Instant since;
  private final long lostBefore;
  private final Map<SystemCall, Long> counts = new HashMap<>();
  private long others;
  private long second;
  private int spent;

  /**
   * A trial that begins with nothing heard.
   *
   * @param lostBefore how much had been lost until then
   */
  Trial(IdMap map, PidHandle init, Instant since, long lostBefore) {
    this.map = map;
    this.init = init;
    this.since = since;
    this.lostBefore = lostBefore;
  }

  /**
   * What was heard.
   *
   * @param others calls that were heard and not told apart
   * @param incomplete whether records were lost, of this CT or another
   */
  record Heard(Map<SystemCall, Long> counts, long others, Instant since, boolean incomplete) {}

  IdMap map() {
    return map;
  }

  boolean is(PidHandle process) {
    return init.equals(process);
  }

  boolean has(long uid) {
    return uid >= map.base() && uid < map.base() + map.width();
  }

  boolean lives() {
    return ProcessStat.find(init.pid())
        .filter(s -> s.startTime() == init.startTime() && !s.ended())
        .isPresent();
  }

  /**
   * Counts a record of this CT.
   *
   * @param now in nanoseconds of any clock
   */
  synchronized void count(String record, long now) {
    if (now / SECOND != second) {
      second = now / SECOND;
      spent = 0;
    }
    if (++spent > MOST_A_SECOND) {
      others++;
    } else {
      LoggedCall.parse(record).ifPresent(logged -> count(logged.call()));
    }
  }

  private void count(SystemCall call) {
    if (counts.size() < MOST_CALLS || counts.containsKey(call)) {
      counts.merge(call, 1L, Long::sum);
    } else {
      others++;
    }
  }

  /** A copy of what was heard so far. */
  synchronized Heard heard(long lost) {
    return new Heard(Map.copyOf(counts), others, since, lost > lostBefore);
  }
}
