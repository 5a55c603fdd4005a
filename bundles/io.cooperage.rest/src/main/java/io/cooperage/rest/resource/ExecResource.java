package io.cooperage.rest.resource;

import io.cooperage.api.container.ContainerProcess;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.ExecRequest;
import io.cooperage.api.container.ExecResult;
import io.cooperage.rest.http.Exchange;
import io.cooperage.rest.http.Resource;
import io.cooperage.rest.http.Route;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code /1.0/containers/{ref}/exec} and {@code /console}: programs and the console. */
@Component(service = Resource.class)
public final class ExecResource implements Resource {
  private static final int LONGEST = 3600;
  private static final int LARGEST = 16 * 1024 * 1024;

  private final ContainerService containers;

  @Activate
  public ExecResource(@Reference ContainerService containers) {
    this.containers = containers;
  }

  /**
   * A program.
   *
   * @param mode {@code wait} to collect its output, {@code ticket} to bring one's own stdio
   * @param stdin base64; mode wait alone
   * @param timeout seconds; mode wait alone
   * @param limit bytes kept of each stream; mode wait alone
   */
  record ExecBody(
      List<String> argv,
      String user,
      String directory,
      Map<String, String> environment,
      boolean terminal,
      String mode,
      String stdin,
      Integer timeout,
      Integer limit) {
    ExecRequest request() {
      List<String> words = argv == null ? List.of() : argv;
      if (words.stream().anyMatch(Objects::isNull)) {
        throw Exchange.bad("argv", "", "must be a list of words");
      }
      return new ExecRequest(
          words,
          user == null ? "" : user,
          directory == null ? "" : directory,
          CreateBody.entries(environment),
          terminal);
    }

    byte[] input() {
      try {
        return Base64.getDecoder().decode(stdin == null ? "" : stdin);
      } catch (IllegalArgumentException e) {
        throw Exchange.bad("stdin", "", "must be base64");
      }
    }
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/1.0/containers/{ref}/exec", this::exec),
        Route.get(
            "/1.0/containers/{ref}/console",
            x ->
                x.onlyQuery()
                    .send(200, "application/octet-stream", containers.consoleLog(x.container()))),
        Route.post(
            "/1.0/containers/{ref}/console",
            x -> x.onlyQuery().json(containers.console(x.container()))));
  }

  private void exec(Exchange x) throws IOException {
    ExecBody body = x.onlyQuery().body(ExecBody.class);
    ContainerProcess process = containers.exec(x.container(), body.request());
    switch (body.mode() == null ? "wait" : body.mode()) {
      case "ticket" -> x.json(process.ticket());
      case "wait" -> collect(x, body, process);
      default -> throw Exchange.bad("mode", body.mode(), "must be wait or ticket");
    }
  }

  private static void collect(Exchange x, ExecBody body, ContainerProcess process)
      throws IOException {
    int seconds = between("timeout", body.timeout(), 60, LONGEST);
    int limit = between("limit", body.limit(), 1024 * 1024, LARGEST);
    ExecResult result = process.run(body.input(), limit, Duration.ofSeconds(seconds));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("exitCode", result.exitCode());
    answer.put("stdout", Base64.getEncoder().encodeToString(result.output()));
    answer.put("stderr", Base64.getEncoder().encodeToString(result.error()));
    answer.put("truncated", result.truncated());
    x.json(answer);
  }

  private static int between(String field, Integer value, int otherwise, int most) {
    int number = value == null ? otherwise : value;
    if (number < 1 || number > most) {
      throw Exchange.bad(field, String.valueOf(value), "must be between 1 and " + most);
    }
    return number;
  }
}
