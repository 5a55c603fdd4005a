package io.cooperage.testing.fake;

import io.cooperage.api.container.ContainerProcess;
import io.cooperage.api.container.ExecRequest;
import io.cooperage.api.container.ExecResult;
import io.cooperage.api.container.ExecTicket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** A program that prints its own arguments. */
record FakeProcess(ExecRequest request) implements ContainerProcess {
  @Override
  public ExecTicket ticket() {
    return new ExecTicket("1".repeat(32), "/fake/supervisor.sock", request.terminal(), Instant.MAX);
  }

  @Override
  public ExecResult run(byte[] input, int limit, Duration timeout) {
    byte[] output = String.join(" ", request.argv()).getBytes(StandardCharsets.UTF_8);
    return new ExecResult(0, output, new byte[0], false);
  }
}
