package io.cooperage.supervisor;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.spi.controller.Watch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a subscribed connection: the keeper holds the listening socket, so that a new worker is
 * reached at once; without a keeper it is tried again twice a second.
 */
final class Link implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final int ATTEMPTS = 3;
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Path socket;
  private final List<ExitListener> listeners = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private Connection current;

  Link(Path socket) {
    this.socket = socket;
  }

  /** Asks once: what has side effects is never repeated. */
  Reply once(Request request) {
    return single(Connection.await(connection().send(request)));
  }

  /** Asks, and once again if the worker died meanwhile. */
  Reply repeatable(Request request) {
    return single(all(request));
  }

  List<InitRecord> records() {
    return records(all(new Request(Verb.LIST)));
  }

  Session session(Request request) {
    Connection connection = connection();
    Exchange exchange = connection.send(request);
    try (Reply reply = single(Connection.await(exchange))) {
      Optional<OwnedFd> terminal = reply.takeDescriptors().stream().findFirst();
      int pid = reply.get(Tag.PID, Integer.BYTES).getInt();
      return new Session(connection, exchange, pid, terminal);
    }
  }

  Watch listen(ExitListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void close() {
    closed.countDown();
    synchronized (this) {
      if (current != null) {
        current.close();
      }
    }
  }

  private List<Reply> all(Request request) {
    return persistently(() -> Connection.await(connection().send(request)));
  }

  private synchronized Connection connection() {
    if (closed.getCount() == 0) {
      throw new SupervisorException("use a closed connection", Errno.ENOTCONN.number());
    }
    if (current == null || current.lost()) {
      current = persistently(this::connect);
    }
    return current;
  }

  /** A worker may die under each attempt, but not under all of them unless it cannot live. */
  private static <T> T persistently(Supplier<T> attempt) {
    for (int i = 1; i < ATTEMPTS; i++) {
      try {
        return attempt.get();
      } catch (SupervisorException e) {
        if (!e.is(Errno.ECONNRESET)) {
          throw e;
        }
      }
    }
    return attempt.get();
  }

  private Connection connect() {
    Connection made = Connection.open(socket, this::hear, this::reconnect);
    try {
      Connection.await(made.send(new Request(Verb.HELLO, Wire.FLAG_SUBSCRIBE)))
          .forEach(Reply::close);
      // Subscribed first and listed then, so that an exit in between is told twice, not never.
      records(Connection.await(made.send(new Request(Verb.LIST))))
          .forEach(r -> r.exit().ifPresent(status -> tell(r.key(), status)));
      return made;
    } catch (LinuxException e) {
      made.close();
      throw e;
    }
  }

  private void reconnect() {
    try {
      while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          connection();
          return;
        } catch (LinuxException e) {
          LOG.warn("the supervisor at {} is not there: {}", socket, e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void hear(Reply event) {
    if (event.is(Verb.EXIT)) {
      tell(event.text(Tag.KEY), ExitStatus.read(event.get(Tag.STATUS, 2 * Integer.BYTES)));
    }
  }

  private void tell(String key, ExitStatus status) {
    for (ExitListener listener : listeners) {
      try {
        listener.exited(key, status);
      } catch (RuntimeException e) {
        LOG.warn("a listener failed at the exit of {}", key, e);
      }
    }
  }

  private static List<InitRecord> records(List<Reply> replies) {
    return replies.stream()
        .flatMap(reply -> reply.all(Tag.RECORD).stream())
        .map(InitRecord::read)
        .toList();
  }

  private static Reply single(List<Reply> replies) {
    return replies.get(replies.size() - 1);
  }
}
