package io.cooperage.supervisor;

import io.cooperage.linux.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One request on its way: its answer, and for a session also the end of its process. */
final class Exchange {
  private final int id;
  private final Verb verb;
  private final List<Reply> parts = new ArrayList<>();
  private final CompletableFuture<List<Reply>> answer = new CompletableFuture<>();
  private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();

  Exchange(int id, Verb verb) {
    this.id = id;
    this.verb = verb;
  }

  /** Takes a message of this exchange; says whether it was the last. */
  boolean take(Reply reply) {
    if (reply.is(Verb.EXIT)) {
      exit.complete(ExitStatus.read(reply.get(Tag.STATUS, 2 * Integer.BYTES)));
      return true;
    }
    parts.add(reply);
    if (reply.has(Wire.FLAG_MORE)) {
      return false;
    }
    if (!answer.complete(List.copyOf(parts))) { // Nobody waits any more.
      parts.forEach(Reply::close);
    }
    return !reply.has(Wire.FLAG_STARTED);
  }

  void lose() {
    answer.completeExceptionally(
        new SupervisorException(verb + ": connection", Errno.ECONNRESET.number()));
    exit.complete(ExitStatus.UNKNOWN);
  }

  int id() {
    return id;
  }

  CompletableFuture<List<Reply>> answer() {
    return answer;
  }

  CompletableFuture<ExitStatus> exit() {
    return exit;
  }
}
