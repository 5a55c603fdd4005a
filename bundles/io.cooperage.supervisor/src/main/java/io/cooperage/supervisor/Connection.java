package io.cooperage.supervisor;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.socket.Message;
import io.cooperage.linux.socket.SeqpacketSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to a worker, with a thread that reads. Lost once, lost for good. */
final class Connection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration ANSWER = Duration.ofSeconds(90);

  private final SeqpacketSocket socket;
  private final Consumer<Reply> events;
  private final Runnable onLoss;
  private final Map<Integer, Exchange> exchanges = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  private volatile boolean lost;

  private Connection(SeqpacketSocket socket, Consumer<Reply> events, Runnable onLoss) {
    this.socket = socket;
    this.events = events;
    this.onLoss = onLoss;
  }

  /**
   * Connects.
   *
   * @param events hears what answers no request, on the reading thread; must not block
   * @param onLoss runs when the connection is lost, on the reading thread, which is then free
   */
  static Connection open(Path path, Consumer<Reply> events, Runnable onLoss) {
    Connection connection = new Connection(SeqpacketSocket.connect(path), events, onLoss);
    Thread reader = new Thread(connection::read, "supervisor-reader");
    reader.setDaemon(true);
    reader.start();
    return connection;
  }

  boolean lost() {
    return lost;
  }

  /** Sends a request; answers come to the exchange. */
  Exchange send(Request request) {
    int id = ids.incrementAndGet();
    Exchange exchange = new Exchange(id, request.verb());
    exchanges.put(id, exchange);
    try {
      socket.send(request.encode(id), request.descriptors());
    } catch (LinuxException e) {
      exchanges.remove(id);
      if (e.is(Errno.EPIPE, Errno.ECONNRESET, Errno.ENOTCONN)) {
        lost = true; // The reader may not have noticed yet.
        exchange.lose();
      } else {
        throw e;
      }
    }
    if (lost) {
      exchange.lose();
    }
    return exchange;
  }

  /**
   * Waits for an answer.
   *
   * @throws SupervisorException what the supervisor reports, ECONNRESET if the connection was lost,
   *     ETIMEDOUT after 90 s
   */
  static List<Reply> await(Exchange exchange) {
    try {
      List<Reply> replies = exchange.answer().get(ANSWER.toSeconds(), TimeUnit.SECONDS);
      Optional<SupervisorException> failure = replies.get(replies.size() - 1).failure();
      if (failure.isPresent()) {
        throw failure.get();
      }
      return replies;
    } catch (ExecutionException e) {
      throw new SupervisorException("reach the supervisor", Errno.ECONNRESET.number());
    } catch (TimeoutException e) {
      exchange.answer().cancel(false);
      throw new SupervisorException("wait for the supervisor", Errno.ETIMEDOUT.number());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SupervisorException("wait for the supervisor", Errno.EINTR.number());
    }
  }

  private void read() {
    try {
      while (true) {
        Optional<Message> message = socket.receive(Wire.LARGEST, LONG);
        message.map(Reply::parse).ifPresent(this::dispatch);
      }
    } catch (LinuxException e) {
      LOG.debug("the connection to the supervisor ended: {}", e.getMessage());
    } finally {
      lost = true;
      exchanges.values().forEach(Exchange::lose);
      exchanges.clear();
      socket.close();
      onLoss.run();
    }
  }

  private void dispatch(Reply reply) {
    Exchange exchange = exchanges.get(reply.id());
    if (exchange == null) {
      try (reply) {
        events.accept(reply);
      }
    } else if (exchange.take(reply)) {
      exchanges.remove(reply.id());
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
