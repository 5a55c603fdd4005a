package io.cooperage.shell.container;

import io.cooperage.api.container.ContainerProcess;
import io.cooperage.api.container.ExecRequest;
import io.cooperage.api.container.ExecResult;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.front.Handover;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What exec, exec2, enter and runscript have in common. */
final class ExecVerbs {
  private static final int OUTPUT_LIMIT = 1024 * 1024;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private ExecVerbs() {}

  /** What the program reads if nobody takes it over. */
  @FunctionalInterface
  interface Input {
    Input NONE = () -> new byte[0];

    byte[] read() throws IOException;
  }

  static Syntax.Builder options(Syntax.Builder syntax) {
    return syntax
        .option("--user", "USER", "User name or number inside the container.", Completion.NONE)
        .option("--cwd", "FOLDER", "Working folder inside the container.", Completion.NONE)
        .option("--env", "NAME=VALUE", "An environment variable; repeatable.", Completion.NONE);
  }

  static ExecRequest request(Call call, List<String> argv, boolean terminal) {
    return new ExecRequest(
        argv,
        call.value("--user").orElse(""),
        call.value("--cwd").orElse(""),
        environment(call, terminal),
        terminal);
  }

  private static Map<String, String> environment(Call call, boolean terminal) {
    Map<String, String> environment = new LinkedHashMap<>();
    String type = call.caller().terminalType();
    if (terminal && !type.isEmpty()) {
      environment.put("TERM", type);
    }
    for (String text : call.values("--env")) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw Call.bad("--env", text, "must be NAME=VALUE");
      }
      environment.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return environment;
  }

  /**
   * vzctl gives the words to a shell; after {@code --} they are a program and its arguments, and
   * {@code -} alone reads commands from standard input.
   */
  static List<String> command(Call call) {
    List<String> words = call.rest();
    if (words.isEmpty()) {
      throw call.usage("COMMAND is missing");
    }
    if (words.equals(List.of("-"))) {
      return List.of("/bin/sh", "-s");
    }
    return call.separated() ? words : List.of("/bin/sh", "-c", String.join(" ", words));
  }

  /** Leaves it to the caller, or without one runs it and shows what it wrote. */
  static int run(Call call, ContainerProcess process, boolean ownCode, String file, Input input)
      throws IOException {
    if (call.caller().handOver(new Handover.Exec(process.ticket(), ownCode, file))) {
      return 0;
    }
    ExecResult result = process.run(input.read(), OUTPUT_LIMIT, PATIENCE);
    call.out().write(result.output());
    call.out().flush();
    call.caller().errors().print(new String(result.error(), StandardCharsets.UTF_8));
    if (result.truncated()) {
      call.caller().errors().println("(the output was cut at " + OUTPUT_LIMIT + " bytes)");
    }
    int code = result.exitCode();
    return ownCode || code == 0 ? code : ExitCode.EXEC_FAILED.number();
  }
}
