package io.cooperage.shell.container;

import io.cooperage.api.container.ContainerService;
import io.cooperage.api.front.ExitCode;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct exec}. */
@Component(service = Verb.class)
public final class ExecVerb extends ContainerVerb {
  @Activate
  public ExecVerb(@Reference ContainerService containers) {
    super(
        containers,
        ExecVerbs.options(
                Syntax.of(
                    "ct",
                    "exec",
                    "Runs a command in a container; exits with 8 if it failed.\nThe words are given to /bin/sh; after -- they are a program and its arguments;\na single - reads commands from standard input."))
            .argument("CTID", ContainerWords.running(containers))
            .verbatim("COMMAND")
            .example("ct exec 101 -- systemctl is-system-running")
            .exits(ExitCode.EXEC_FAILED, ExitCode.NO_CONTAINER, ExitCode.NOT_RUNNING));
  }

  @Override
  protected int run(Call call) throws IOException {
    var request = ExecVerbs.request(call, ExecVerbs.command(call), false);
    return ExecVerbs.run(
        call, containers.exec(call.container(), request), false, "", ExecVerbs.Input.NONE);
  }
}
