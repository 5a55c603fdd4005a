package io.cooperage.isolation.policy;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.net.AuditRecords;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.kernel.PidHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the calls that policies on trial would have denied to each CT. While any CT is on trial
 * one daemon thread listens to the kernel's audit; it knows a CT by its user ids, for a process may
 * be gone before its record is read. Every tenant of the host can make the kernel tell of calls by
 * a filter of its own: such records do not reach us. Safe for any thread.
 */
@Component(service = TrialLog.class)
public final class TrialLog {
  private static final Logger LOG = LoggerFactory.getLogger(TrialLog.class);
  private static final Duration ROUND = Duration.ofMillis(500);
  private static final long SECOND = 1_000_000_000L;
  private static final String LOGGED = "proc/sys/kernel/seccomp/actions_logged";

  /**
   * Records a second that are received for all CTs on trial; the kernel drops what has no room to
   * wait.
   */
  private static final int MOST_A_SECOND = 20_000;

  private final Path root;
  private final NavigableMap<Long, Trial> trials = new ConcurrentSkipListMap<>();
  private final LongAdder lost = new LongAdder();
  private Optional<AuditRecords> heard = Optional.empty();
  private Optional<Thread> thread = Optional.empty();
  private Optional<String> failure = Optional.empty();
  private boolean closed;

  /** Called by the framework. */
  @Activate
  public TrialLog() {
    this(Path.of("/"));
  }

  /** On a host whose proc is below a folder. */
  TrialLog(Path root) {
    this.root = root;
  }

  /**
   * Begins to count for a CT, with nothing heard, unless it is counted already. A CT that has the
   * host's ids is none that could be known by them.
   */
  synchronized void begin(IdMap map, PidHandle init) {
    if (map.privileged() || closed) {
      return;
    }
    if (trials.values().stream().noneMatch(t -> t.is(init))) {
      // Ids come to another CT only when their last one has ended.
      trials.values().removeIf(t -> t.map().overlaps(map));
      trials.put(map.base(), new Trial(map, init, Instant.now(), lost.sum()));
    }
    listen();
  }

  private void listen() {
    try {
      if (thread.isEmpty()) {
        listen(AuditRecords.open());
        failure = Optional.empty();
      }
      heard.ifPresent(records -> records.onlyFilteredCallsOf(users()));
    } catch (LinuxException e) {
      fail(e.getMessage());
    }
  }

  private List<IdMap> users() {
    return trials.values().stream().map(Trial::map).toList();
  }

  private void listen(AuditRecords records) {
    heard = Optional.of(records);
    Thread started = new Thread(() -> run(records), "cooperage-trials");
    started.setDaemon(true);
    thread = Optional.of(started);
    started.start();
  }

  private synchronized void fail(String why) {
    if (failure.isEmpty()) {
      LOG.warn("Trials are told by the kernel's log alone: {}", why);
    }
    failure = Optional.of(why);
  }

  private void run(AuditRecords records) {
    try (records) {
      while (goesOn(records)) {
        second(records);
      }
    } catch (LinuxException e) {
      fail(e.getMessage());
      ended(records);
    }
  }

  /** The next trial, or the next look at this one, begins to listen anew. */
  private synchronized void ended(AuditRecords records) {
    if (heard.filter(records::equals).isPresent()) {
      thread = Optional.empty();
      heard = Optional.empty();
    }
  }

  /** Ends with the last trial; a new one finds either this thread at work or none. */
  private synchronized boolean goesOn(AuditRecords records) {
    trials.values().removeIf(t -> !t.lives());
    if (trials.isEmpty() || closed) {
      ended(records);
      return false;
    }
    return true;
  }

  private void second(AuditRecords records) {
    long begun = System.nanoTime();
    int received = 0;
    while (System.nanoTime() - begun < SECOND && received < MOST_A_SECOND) {
      long before = records.lost();
      List<String> texts = records.next(AuditRecords.SECCOMP, ROUND);
      texts.forEach(this::count);
      received += texts.size();
      lost.add(records.lost() - before);
    }
    rest(begun + SECOND);
  }

  private synchronized void rest(long until) {
    try {
      for (long left = until - System.nanoTime(); left > 0 && !closed; ) {
        wait(Duration.ofNanos(left).toMillis() + 1);
        left = until - System.nanoTime();
      }
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  /** Counts a record if it is of a CT on trial. */
  void count(String record) {
    OptionalLong uid = LoggedCall.caller(record);
    if (uid.isPresent()) {
      Optional.ofNullable(trials.floorEntry(uid.getAsLong()))
          .map(Map.Entry::getValue)
          .filter(trial -> trial.has(uid.getAsLong()))
          .ifPresent(trial -> trial.count(record, System.nanoTime()));
    }
  }

  /** What was heard of a CT; empty if it is not counted. */
  Optional<Trial.Heard> of(PidHandle init) {
    return trials.values().stream()
        .filter(t -> t.is(init))
        .findFirst()
        .map(t -> t.heard(lost.sum()));
  }

  /** How many CTs are counted. */
  int size() {
    return trials.size();
  }

  /** Whether somebody listens. */
  synchronized boolean listens() {
    return thread.isPresent();
  }

  /** Why nothing is heard; empty if all is well. */
  synchronized Optional<String> failure() {
    return failure.or(() -> muted(root));
  }

  /** Why the kernel tells of no logged call; empty if it does. */
  static Optional<String> muted(Path root) {
    try {
      String actions = Files.readString(root.resolve(LOGGED)).strip();
      return List.of(actions.split(" ", -1)).contains("log")
          ? Optional.empty()
          : Optional.of("kernel.seccomp.actions_logged has no 'log'");
    } catch (IOException e) {
      return Optional.of("this kernel logs no calls of filters");
    }
  }

  @Deactivate
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
