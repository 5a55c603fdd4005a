package io.cooperage.testing.front;

import io.cooperage.api.container.ContainerProcess;
import io.cooperage.api.container.ExecRequest;
import io.cooperage.api.container.ExecResult;
import io.cooperage.api.container.ExecTicket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * What every program inside a fake container does.
 *
 * @param socket where its tickets are redeemed
 */
public record FakeProgram(String output, String error, int exitCode, String socket) {
  public static FakeProgram silent() {
    return new FakeProgram("", "", 0, "/nonexistent");
  }

  ContainerProcess process(ExecRequest request) {
    return new ContainerProcess() {
      @Override
      public ExecTicket ticket() {
        return new ExecTicket(
            "00112233445566778899aabbccddeeff", socket, request.terminal(), Instant.MAX);
      }

      @Override
      public ExecResult run(byte[] input, int limit, Duration timeout) {
        String echoed = output + new String(input, StandardCharsets.UTF_8);
        return new ExecResult(
            exitCode,
            echoed.getBytes(StandardCharsets.UTF_8),
            error.getBytes(StandardCharsets.UTF_8),
            false);
      }
    };
  }
}
