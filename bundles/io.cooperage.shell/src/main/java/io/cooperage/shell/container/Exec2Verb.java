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

/** {@code ct exec2}. */
@Component(service = Verb.class)
public final class Exec2Verb extends ContainerVerb {
  @Activate
  public Exec2Verb(@Reference ContainerService containers) {
    super(
        containers,
        ExecVerbs.options(
                Syntax.of(
                    "ct",
                    "exec2",
                    "Runs a command in a container; exits with the command's own code.\nThe words are given to /bin/sh; after -- they are a program and its arguments;\na single - reads commands from standard input."))
            .argument("CTID", ContainerWords.running(containers))
            .verbatim("COMMAND")
            .example("ct exec2 101 -- test -e /etc/debian_version")
            .exits(ExitCode.EXEC_FAILED, ExitCode.NO_CONTAINER, ExitCode.NOT_RUNNING));
  }

  @Override
  protected int run(Call call) throws IOException {
    var request = ExecVerbs.request(call, ExecVerbs.command(call), false);
    return ExecVerbs.run(
        call, containers.exec(call.container(), request), true, "", ExecVerbs.Input.NONE);
  }
}
