package io.cooperage.isolation.policy;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.net.AuditRecords;
import io.cooperage.spi.kernel.IdMap;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the calls that policies on trial would have denied. It listens to the kernel's audit from
 * the first trial on, by one daemon thread, and knows a CT by its user ids: a process may be gone
 * before its record is read. Bounded: a CT can make calls of any number, as any of its users. Safe
 * for any thread.
 */
@Component(service = TrialLog.class)
public final class TrialLog {
  private static final Logger LOG = LoggerFactory.getLogger(TrialLog.class);
  private static final Duration ROUND = Duration.ofMillis(500);

  /** Callers that are told apart; the counts of more are dropped and counted as lost. */
  private static final int MOST = 10_000;

  private final Map<Caller, Tally> counts = new ConcurrentHashMap<>();
  private final LongAdder lost = new LongAdder();
  private Optional<Thread> thread = Optional.empty();
  private volatile Optional<String> failure = Optional.empty();
  private volatile boolean closed;

  /** One user of one CT with one call. */
  private record Caller(long uid, SystemCall call) {
    private boolean in(IdMap map) {
      return uid >= map.base() && uid < map.base() + map.width();
    }
  }

  /** How often, and when the last time, in milliseconds since 1970. */
  private record Tally(long count, long last) {
    private Tally plus(Tally other) {
      return new Tally(count + other.count, Math.max(last, other.last));
    }
  }

  /** Called by the framework. */
  @Activate
  public TrialLog() {}

  /** Begins to listen, once. */
  synchronized void listen() {
    if (thread.isEmpty() && !closed) {
      AuditRecords records;
      try {
        records = AuditRecords.open();
      } catch (LinuxException e) {
        if (failure.isEmpty()) {
          LOG.warn("Trials are told by the kernel's log alone: {}", e.getMessage());
        }
        failure = Optional.of(e.getMessage());
        return;
      }
      failure = Optional.empty();
      Thread started = new Thread(() -> run(records), "cooperage-trials");
      started.setDaemon(true);
      started.start();
      thread = Optional.of(started);
    }
  }

  private void run(AuditRecords records) {
    try (records) {
      while (!closed) {
        long before = records.lost();
        records
            .next(AuditRecords.SECCOMP, ROUND)
            .forEach(text -> LoggedCall.parse(text).ifPresent(this::count));
        lost.add(records.lost() - before);
      }
    } catch (LinuxException e) {
      failure = Optional.of(e.getMessage());
      LOG.warn("Trials are told by the kernel's log alone from now on: {}", e.getMessage());
    }
  }

  void count(LoggedCall logged) {
    Caller caller = new Caller(logged.uid(), logged.call());
    if (counts.size() >= MOST && !counts.containsKey(caller)) {
      lost.increment();
    } else {
      counts.merge(caller, new Tally(1, logged.millis()), Tally::plus);
    }
  }

  /**
   * How often the users of a CT made each call. Forgets what was last done before it was started:
   * its ids may have been another's.
   *
   * @param started in milliseconds since 1970
   */
  Map<SystemCall, Long> of(IdMap map, long started) {
    counts.entrySet().removeIf(e -> e.getKey().in(map) && e.getValue().last < started);
    Map<SystemCall, Long> sums = new TreeMap<>();
    counts.forEach(
        (caller, tally) -> {
          if (caller.in(map)) {
            sums.merge(caller.call, tally.count, Long::sum);
          }
        });
    return sums;
  }

  /** How often something could not be counted, for any CT. */
  long lost() {
    return lost.sum();
  }

  /** Why nothing is heard; empty if all is well. */
  Optional<String> failure() {
    return failure;
  }

  @Deactivate
  void close() {
    closed = true;
  }
}
