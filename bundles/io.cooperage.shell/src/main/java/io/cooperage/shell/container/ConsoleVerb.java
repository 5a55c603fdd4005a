package io.cooperage.shell.container;

import io.cooperage.api.container.ContainerService;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.front.Handover;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct console}. */
@Component(service = Verb.class)
public final class ConsoleVerb extends ContainerVerb {
  @Activate
  public ConsoleVerb(@Reference ContainerService containers) {
    super(
        containers,
        Syntax.of("ct", "console", "Attaches to a container's console; Esc and then . leaves it.")
            .argument("CTID", ContainerWords.all(containers))
            .flag("--log", "Only print its last output, also after the container has stopped.")
            .example("ct console 101 --log")
            .exits(ExitCode.NO_CONTAINER, ExitCode.NOT_RUNNING));
  }

  @Override
  protected int run(Call call) throws IOException {
    if (call.has("--log")) {
      byte[] log = containers.consoleLog(call.container());
      if (call.caller().terminal()) {
        call.out().print(ConsoleText.harmless(new String(log, StandardCharsets.UTF_8)));
      } else {
        call.out().write(log);
      }
      return 0;
    }
    if (!call.caller().handOver(new Handover.Console(containers.console(call.container())))) {
      throw new ContainerException(
          ErrorCode.UNSUPPORTED,
          "this shell cannot lend its terminal to a container",
          "use 'ct console " + call.container() + "' on the host, or --log here");
    }
    return 0;
  }
}
