package io.cooperage.isolation.namespaces;

import io.cooperage.api.container.ExecResult;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.LinuxException;
import io.cooperage.supervisor.EnterPlan;
import io.cooperage.supervisor.ExitStatus;
import io.cooperage.supervisor.Session;
import io.cooperage.supervisor.Supervisor;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a program with an input and pipes for its output, and keeps what it writes, up to a limit;
 * the rest is read and dropped. What a child that it leaves behind writes is waited for only
 * shortly.
 */
record CapturedRun(Supervisor supervisor, int limit, Duration timeout) {
  private static final int KILL = 9;
  private static final Duration DRAIN = Duration.ofSeconds(1);

  ExecResult run(EnterPlan plan, byte[] input) {
    PipedStdio stdio = PipedStdio.of(plan, input);
    try (Session session = entered(plan, stdio);
        OutputPump pump = new OutputPump(stdio.output(), stdio.error(), limit)) {
      // Ours would keep the pipes from ending.
      plan.close();
      ExitStatus status = await(session);
      pump.finish(DRAIN);
      return new ExecResult(status.shellCode(), pump.output(), pump.error(), pump.cut());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ContainerException(ErrorCode.CANCELLED, "interrupted after the program", "", e);
    }
  }

  private Session entered(EnterPlan plan, PipedStdio stdio) {
    try {
      return supervisor.enter(plan);
    } catch (LinuxException e) {
      stdio.discard();
      throw e;
    }
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
}
