package io.cooperage.shell.container;

import io.cooperage.api.container.ContainerProcess;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.front.Handover;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct enter}. */
@Component(service = Verb.class)
public final class EnterVerb extends ContainerVerb {
  @Activate
  public EnterVerb(@Reference ContainerService containers) {
    super(
        containers,
        ExecVerbs.options(
                Syntax.of("ct", "enter", "Opens a login shell in a container on a terminal."))
            .argument("CTID", ContainerWords.running(containers))
            .option("--exec", "COMMAND", "Run this in place of the login shell.", Completion.NONE)
            .example("ct enter 101")
            .exits(ExitCode.EXEC_FAILED, ExitCode.NO_CONTAINER, ExitCode.NOT_RUNNING));
  }

  @Override
  protected int run(Call call) {
    List<String> argv =
        call.value("--exec").map(c -> List.of("/bin/sh", "-c", c)).orElse(List.of());
    ContainerProcess process =
        containers.exec(call.container(), ExecVerbs.request(call, argv, true));
    if (!call.caller().handOver(new Handover.Exec(process.ticket(), true, ""))) {
      throw new ContainerException(
          ErrorCode.UNSUPPORTED,
          "this shell cannot lend its terminal to a container",
          "use 'ct enter " + call.container() + "' on the host, or ct:exec here");
    }
    return 0;
  }
}
