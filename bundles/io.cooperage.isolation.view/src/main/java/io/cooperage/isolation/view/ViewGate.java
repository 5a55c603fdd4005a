package io.cooperage.isolation.view;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.Pipe;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.notify.AccessGate;
import io.cooperage.linux.process.Poll;
import java.time.Duration;
import java.util.ArrayList;
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
  private static final Duration FOREVER = Duration.ofDays(365);

  private final AccessGate gate;
  private final Pipe end = Pipe.open("end of the view");
  private final Map<Long, Entry> entries = new ConcurrentHashMap<>();
  private final List<ViewFile> passed = new ArrayList<>();
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
        gate.unguard(file.descriptor());
      }
    }
  }

  private void serve() {
    try (gate) {
      List<OwnedFd> sources = List.of(gate.descriptor(), end.reading());
      while (!ready(sources).contains(end.reading())) {
        gate.waiting().forEach(this::answer);
      }
    } catch (RuntimeException e) {
      LOG.error("what CTs see of their resources is renewed no longer", e);
    }
  }

  private List<OwnedFd> ready(List<OwnedFd> sources) {
    List<OwnedFd> ready = Poll.anyReadable(sources, passed.isEmpty() ? FOREVER : RESPITE);
    if (ready.isEmpty()) {
      passed.forEach(file -> attempt(() -> gate.askAgain(file.descriptor())));
      passed.clear();
    }
    return ready;
  }

  private void answer(AccessGate.Access access) {
    try {
      Entry entry = entries.get(StatusCalls.status(access.file()).inode());
      if (entry != null && entry.view().renew(entry.file())) {
        gate.pass(entry.file().descriptor());
        passed.add(entry.file());
      }
    } catch (RuntimeException e) {
      LOG.debug("a CT sees an older text", e);
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
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end.reading().close();
  }
}
