package io.cooperage.isolation.namespaces;

import io.cooperage.linux.Errno;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import io.cooperage.linux.file.Pipe;
import io.cooperage.linux.process.Poll;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what a program writes into two pipes, in a thread of its own, and keeps the beginning of
 * each. A child that the program leaves behind may hold the pipes open for ever: the thread ends
 * all the same.
 */
final class OutputPump implements AutoCloseable {
  private static final Duration LONG = Duration.ofDays(1);
  private static final int PIECE = 8192;

  private final int limit;
  private final Stream output;
  private final Stream error;
  private final Pipe stop = Pipe.open("end of reading");
  private final Thread thread = new Thread(this::pump, "cooperage-output");

  private static final class Stream {
    private final OwnedFd pipe;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean cut;
    private boolean ended;

    Stream(OwnedFd pipe) {
      this.pipe = pipe;
    }
  }

  /** Starts to read from the pipes, which it owns, keeping as many bytes of each. */
  OutputPump(OwnedFd output, OwnedFd error, int limit) {
    this.output = new Stream(output);
    this.error = new Stream(error);
    this.limit = limit;
    thread.setDaemon(true);
    thread.start();
  }

  /** Waits for the end of both streams, for a while, then reads no more. */
  void finish(Duration patience) throws InterruptedException {
    thread.join(patience.toMillis());
    end();
  }

  /** What was written to standard output; to be asked for when finished. */
  byte[] output() {
    return output.kept.toByteArray();
  }

  byte[] error() {
    return error.kept.toByteArray();
  }

  /** Whether more was written, or may still be. */
  boolean cut() {
    return output.cut || error.cut || !output.ended || !error.ended;
  }

  @Override
  public void close() {
    end();
  }

  private void end() {
    stop.writing().close();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    stop.close();
    output.pipe.close();
    error.pipe.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void pump() {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block room = scratch.block(PIECE);
      while (!output.ended || !error.ended) {
        List<OwnedFd> ready = Poll.anyReadable(waiting(), LONG);
        if (ready.contains(stop.reading())) {
          return;
        }
        for (Stream stream : List.of(output, error)) {
          if (ready.contains(stream.pipe)) {
            read(stream, room);
          }
        }
      }
    }
  }

  private List<OwnedFd> waiting() {
    List<OwnedFd> all = new ArrayList<>(List.of(stop.reading()));
    for (Stream stream : List.of(output, error)) {
      if (!stream.ended) {
        all.add(stream.pipe);
      }
    }
    return all;
  }

  private void read(Stream stream, Scratch.Block room) {
    long count = Kernel.attempt(Syscall.READ, stream.pipe.fd(), room.address(), room.size());
    if (count == -Errno.EINTR.number()) {
      return;
    }
    stream.ended = count <= 0;
    byte[] piece = new byte[(int) Math.max(0, count)];
    room.bytes().get(0, piece);
    int kept = Math.min(piece.length, limit - stream.kept.size());
    stream.kept.write(piece, 0, kept);
    stream.cut |= kept < piece.length;
  }
}
