package io.cooperage.core.event;

import io.cooperage.api.event.Event;
import io.cooperage.api.event.EventListener;
import io.cooperage.api.event.EventService;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listener's queue and thread. When it is full the oldest event is dropped. */
final class Mailbox implements EventService.Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);
  private static final int CAPACITY = 256;

  private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final EventListener listener;
  private final Consumer<Mailbox> whenClosed;
  private final Thread reader;
  private volatile boolean closed;

  Mailbox(EventListener listener, Consumer<Mailbox> whenClosed) {
    this.listener = listener;
    this.whenClosed = whenClosed;
    this.reader = new Thread(this::read, "cooperage-events");
    reader.setDaemon(true);
  }

  void open() {
    reader.start();
  }

  void post(Event event) {
    while (!queue.offer(event)) {
      queue.poll();
    }
  }

  private void read() {
    try {
      while (!closed) {
        deliver(queue.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // A listener may come from any bundle and fail in any way, also to link; the next event is not
  // its fault.
  private void deliver(Event event) {
    try {
      listener.onEvent(event);
    } catch (Exception | LinkageError e) {
      LOG.warn("A listener failed on event {}", event.type(), e);
    }
  }

  @Override
  public void close() {
    closed = true;
    reader.interrupt();
    whenClosed.accept(this);
  }
}
