package io.cooperage.core.job;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/** One queue for each target; the head is at work. */
final class JobQueues {
  private final Executor threads;
  private final Map<String, Deque<Entry>> queues = new HashMap<>();

  /** Something in a queue; quiet work has no id. */
  record Entry(Optional<String> job, Runnable work) {}

  JobQueues(Executor threads) {
    this.threads = threads;
  }

  /** Adds at the end. The work must lead to one call of {@link #finished}. */
  synchronized void add(String target, Entry entry, boolean refuseIfHeld) {
    if (refuseIfHeld) {
      holder(target).ifPresent(id -> busy(id));
    }
    Deque<Entry> queue = queues.computeIfAbsent(target, t -> new ArrayDeque<>());
    queue.addLast(entry);
    if (queue.size() == 1) {
      threads.execute(entry.work());
    }
  }

  private static void busy(String id) {
    throw new ContainerException(
        ErrorCode.BUSY, "job " + id + " runs", "Wait for it with 'ct job show " + id + "'.");
  }

  /** The first job in the queue. */
  synchronized Optional<String> holder(String target) {
    Deque<Entry> queue = queues.get(target);
    return queue == null
        ? Optional.empty()
        : queue.stream().flatMap(e -> e.job().stream()).findFirst();
  }

  /**
   * Ends the head and begins the next.
   *
   * @param settle says that it has ended; who is told so finds the target free, and who finds the
   *     target free is told so
   */
  synchronized void finished(String target, Runnable settle) {
    settle.run();
    Deque<Entry> queue = queues.get(target);
    queue.removeFirst();
    if (queue.isEmpty()) {
      queues.remove(target);
    } else {
      threads.execute(queue.getFirst().work());
    }
  }
}
