package io.cooperage.isolation.namespaces;

import io.cooperage.api.container.ContainerProcess;
import io.cooperage.api.container.ExecRequest;
import io.cooperage.api.container.ExecResult;
import io.cooperage.api.container.ExecTicket;
import io.cooperage.linux.LinuxException;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.supervisor.EnterPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * A program that may run in a CT; its plan is made when it is used, so that nothing is held until
 * then.
 */
record GuestProgram(
    Sandbox sandbox, Custody custody, Path socket, ExecRequest request, Supplier<EnterPlan> plans)
    implements ContainerProcess {
  private static final Duration VALIDITY = Duration.ofMinutes(1);

  @Override
  public ExecTicket ticket() {
    Token token = Token.random();
    try {
      custody.call(
          sandbox,
          () -> {
            try (EnterPlan plan = plans.get()) {
              custody.supervisor().ticket(token.bytes(), plan, VALIDITY);
            }
            return null;
          });
    } catch (LinuxException e) {
      throw Failures.of("preparing a program", e);
    }
    return new ExecTicket(
        token.hexadecimal(), socket.toString(), request.terminal(), Instant.now().plus(VALIDITY));
  }

  @Override
  public ExecResult run(byte[] input, int limit, Duration timeout) {
    try {
      return custody.call(
          sandbox,
          () -> {
            try (EnterPlan plan = plans.get()) {
              return new CapturedRun(custody.supervisor(), limit, timeout).run(plan, input);
            }
          });
    } catch (LinuxException e) {
      throw Failures.executing(request, e);
    }
  }
}
