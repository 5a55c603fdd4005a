package io.cooperage.bench;

import io.cooperage.itests.node.TestNode;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes the node down if the benchmark is ended by a signal or does not end by itself. */
final class Watchdog implements AutoCloseable {
  private static final int TRIES = 5;
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final CountDownLatch done = new CountDownLatch(1);
  private final Deque<Runnable> first = new ConcurrentLinkedDeque<>();
  private final Thread hook;
  private final Duration limit;

  private Watchdog(TestNode node, Duration limit) {
    this.limit = limit;
    this.hook = new Thread(() -> takeDown(node), "take-down");
  }

  private void takeDown(TestNode node) {
    first.forEach(Watchdog::tryTo);
    // The program's own thread may be in the middle of something with it.
    for (int i = 0; i < TRIES && !node.ct("node", "release").ok(); i++) {
      Window.pause(PAUSE);
    }
    node.close();
  }

  // Whatever fails, the node is taken down.
  private static void tryTo(Runnable takeDown) {
    try {
      takeDown.run();
    } catch (RuntimeException e) {
      System.err.println("not taken down: " + e);
    }
  }

  /** Has something else taken down before the node, the latest first; it may be so already. */
  void first(Runnable takeDown) {
    first.addFirst(takeDown);
  }

  /** Guards a node from now on against signals. */
  static Watchdog over(TestNode node, Duration limit) {
    Watchdog watchdog = new Watchdog(node, limit);
    Runtime.getRuntime().addShutdownHook(watchdog.hook);
    return watchdog;
  }

  /** Begins to count the time. */
  void begin() {
    Thread clock = new Thread(this::await, "watchdog");
    clock.setDaemon(true);
    clock.start();
  }

  private void await() {
    try {
      if (!done.await(limit.toSeconds(), TimeUnit.SECONDS)) {
        System.err.println("not done within " + limit + ": the node is taken down");
        System.exit(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The node's owner takes it down from now on; without effect when the program is ending. */
  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The hook runs already, and this thread ends with the program.
      Window.pause(Duration.ofMinutes(2));
    }
  }
}
