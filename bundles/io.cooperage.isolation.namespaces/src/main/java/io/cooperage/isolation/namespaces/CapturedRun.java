package io.cooperage.isolation.namespaces;

import io.cooperage.api.container.ExecResult;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.LinuxException;
import io.cooperage.supervisor.EnterPlan;
import io.cooperage.supervisor.ExitStatus;
import io.cooperage.supervisor.Session;
import io.cooperage.supervisor.Supervisor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a program with pipes for its stdio and keeps what it writes, up to a limit; the rest is read
 * and dropped.
 */
record CapturedRun(Supervisor supervisor, int limit, Duration timeout) {
  private static final int KILL = 9;
  private static final Duration DRAIN = Duration.ofSeconds(1);

  /** A stream's beginning, and whether it went on. */
  private record Captured(ByteArrayOutputStream bytes, boolean cut) {
    static Captured nothing() {
      return new Captured(new ByteArrayOutputStream(), true);
    }
  }

  ExecResult run(EnterPlan plan, byte[] input) {
    try {
      PipedStdio stdio = PipedStdio.of(plan);
      try (Session session = supervisor.enter(plan)) {
        plan.close();
        CompletableFuture<Captured> output =
            background("cooperage-stdout", () -> capture(stdio.output()));
        CompletableFuture<Captured> errors =
            background("cooperage-stderr", () -> capture(stdio.error()));
        CompletableFuture<Captured> fed =
            background("cooperage-stdin", () -> feed(stdio.input(), input));
        ExitStatus status = await(session);
        finish(fed);
        return result(status, finish(output), finish(errors));
      } catch (LinuxException e) {
        stdio.discard();
        throw e;
      }
    } catch (IOException e) {
      throw new ContainerException(
          ErrorCode.KERNEL, "connecting the program's stdio: " + e.getMessage(), "", e);
    }
  }

  private static ExecResult result(ExitStatus status, Captured output, Captured errors) {
    return new ExecResult(
        status.shellCode(),
        output.bytes.toByteArray(),
        errors.bytes.toByteArray(),
        output.cut || errors.cut);
  }

  private ExitStatus await(Session session) {
    try {
      return session.exit().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      kill(session);
      throw new ContainerException(
          ErrorCode.TIMEOUT,
          "the program was killed: it did not end within " + timeout.toSeconds() + " s",
          "",
          e);
    } catch (InterruptedException e) {
      kill(session);
      Thread.currentThread().interrupt();
      throw new ContainerException(
          ErrorCode.CANCELLED, "the program was killed: interrupted", "", e);
    } catch (ExecutionException e) {
      throw new ContainerException(
          ErrorCode.INTERNAL, "lost the program: " + e.getMessage(), "", e);
    }
  }

  private static void kill(Session session) {
    try {
      session.signal(KILL);
    } catch (LinuxException ended) {
      // It has ended by itself in the meantime.
      return;
    }
  }

  /**
   * A child that the program left behind may hold the pipe open for ever: the wait for its end is
   * short.
   */
  private static Captured finish(CompletableFuture<Captured> stream) {
    try {
      return stream.get(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return Captured.nothing();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Captured.nothing();
    } catch (ExecutionException e) {
      throw new ContainerException(
          ErrorCode.INTERNAL, "reading the program's output: " + e.getMessage(), "", e);
    }
  }

  private Captured capture(InputStream pipe) throws IOException {
    try (pipe) {
      ByteArrayOutputStream kept = new ByteArrayOutputStream();
      byte[] piece = new byte[8192];
      boolean cut = false;
      for (int n = pipe.read(piece); n >= 0; n = pipe.read(piece)) {
        int room = Math.min(n, limit - kept.size());
        kept.write(piece, 0, room);
        cut |= room < n;
      }
      return new Captured(kept, cut);
    }
  }

  /** The program may end without reading its input, which is no error. */
  private static Captured feed(OutputStream pipe, byte[] input) {
    try (pipe) {
      pipe.write(input);
    } catch (IOException unread) {
      return Captured.nothing();
    }
    return Captured.nothing();
  }

  private interface Transfer {
    Captured run() throws IOException;
  }

  private static CompletableFuture<Captured> background(String name, Transfer transfer) {
    CompletableFuture<Captured> future = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                future.complete(transfer.run());
              } catch (IOException | RuntimeException e) {
                future.completeExceptionally(e);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return future;
  }
}
