package io.cooperage.shell.container;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.front.ExitCode;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct restart}. */
@Component(service = Verb.class)
public final class RestartVerb extends ContainerVerb {

  @Activate
  public RestartVerb(@Reference ContainerService containers) {
    super(
        containers,
        StopWords.add(
                Syntax.of("ct", "restart", "Stops a container, if it runs, and starts it.")
                    .argument("CTID", ContainerWords.all(containers)))
            .example("ct restart 101")
            .exits(ExitCode.NO_CONTAINER, ExitCode.CANNOT_STOP, ExitCode.MOUNTED, ExitCode.LOCKED)
            .exits(ExitCode.RESOURCES));
  }

  @Override
  protected int run(Call call) {
    Container started =
        call.await(containers.restart(call.container(), StopWords.options(call))).orElseThrow();
    call.out().println("Container " + started.displayName() + " was restarted.");
    return 0;
  }
}
