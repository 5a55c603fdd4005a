package io.cooperage.isolation.view;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.Pipe;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.notify.AccessGate;
import io.cooperage.linux.process.Poll;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews a CT's file while whoever opens or reads it waits. A reader that asks without end is let
 * through for a while, so that it costs its own time and not the node's. Any thread may call.
 */
final class ViewGate implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ViewGate.class);
  private static final Duration RESPITE = Duration.ofMillis(100);
  private static final Duration LAST = Duration.ofSeconds(2);
  private static final Duration FOREVER = Duration.ofDays(365);

  private final AccessGate gate;
  private final Pipe end = Pipe.open("end of the view");
  private final Map<Long, Entry> entries = new ConcurrentHashMap<>();

  /** Whom nobody asks for a while, and since when, the first one first. */
  private final Map<Entry, Long> passed = new LinkedHashMap<>();

  private final Thread thread = new Thread(this::serve, "cooperage-view");

  private record Entry(ShownView view, ViewFile file) {}

  /** Begins to answer. */
  ViewGate(AccessGate gate) {
    this.gate = gate;
    thread.setDaemon(true);
    thread.start();
  }

  void add(ShownView view) {
    for (ViewFile file : view.files()) {
      entries.put(file.inode(), new Entry(view, file));
      gate.guard(file.descriptor());
    }
  }

  /** Its files stay as they are. */
  void remove(ShownView view) {
    for (ViewFile file : view.files()) {
      Entry entry = entries.get(file.inode());
      if (entry != null && entry.view() == view && entries.remove(file.inode(), entry)) {
        attempt(() -> gate.unguard(file.descriptor()));
      }
    }
  }

  private void serve() {
    try (gate) {
      List<OwnedFd> sources = List.of(gate.descriptor(), end.reading());
      while (!Poll.anyReadable(sources, askAgain()).contains(end.reading())) {
        waiting().forEach(this::answer);
      }
    } catch (RuntimeException e) {
      LOG.error("what CTs see of their resources is renewed no longer", e);
    }
  }

  /** Ends the respite of those whose time has come, and says when the next one's does. */
  private Duration askAgain() {
    long now = System.nanoTime();
    Iterator<Map.Entry<Entry, Long>> all = passed.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Entry, Long> first = all.next();
      long left = first.getValue() + RESPITE.toNanos() - now;
      if (left > 0) {
        return Duration.ofNanos(left).plusMillis(1);
      }
      Entry entry = first.getKey();
      entry.view().ifOpen(() -> attempt(() -> gate.askAgain(entry.file().descriptor())));
      all.remove();
    }
    return FOREVER;
  }

  // Without a descriptor for the reader's file the kernel has refused that reader itself.
  private List<AccessGate.Access> waiting() {
    try {
      return gate.waiting();
    } catch (LinuxException e) {
      LOG.warn("a CT could not be shown what it has: {}", e.getMessage());
      return List.of();
    }
  }

  private void answer(AccessGate.Access access) {
    try {
      Entry entry = entries.get(StatusCalls.status(access.file()).inode());
      if (entry != null && entry.view().renew(entry.file())) {
        entry.view().ifOpen(() -> gate.pass(entry.file().descriptor()));
        passed.putIfAbsent(entry, System.nanoTime());
      }
    } catch (RuntimeException | Error e) {
      LOG.warn("a CT sees an older text", e);
    } finally {
      attempt(() -> gate.allow(access));
    }
  }

  // A CT may end at any moment.
  private static void attempt(Runnable call) {
    try {
      call.run();
    } catch (LinuxException | IllegalStateException e) {
      LOG.debug("a view that has ended", e);
    }
  }

  /** Everybody who waits goes on. */
  @Override
  public void close() {
    end.writing().close();
    try {
      thread.join(LAST.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Whatever holds that thread up holds no reader.
    gate.close();
    end.reading().close();
  }
}
