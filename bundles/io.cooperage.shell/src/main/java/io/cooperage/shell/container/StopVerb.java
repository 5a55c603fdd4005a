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

/** {@code ct stop}. */
@Component(service = Verb.class)
public final class StopVerb extends ContainerVerb {

  @Activate
  public StopVerb(@Reference ContainerService containers) {
    super(
        containers,
        StopWords.add(
                Syntax.of("ct", "stop", "Shuts a container down.")
                    .argument("CTID", ContainerWords.running(containers)))
            .example("ct stop 101 --timeout 30")
            .exits(ExitCode.NO_CONTAINER, ExitCode.NOT_RUNNING, ExitCode.CANNOT_STOP)
            .exits(ExitCode.LOCKED));
  }

  @Override
  protected int run(Call call) {
    Container stopped =
        call.await(containers.stop(call.container(), StopWords.options(call))).orElseThrow();
    call.out().println("Container " + stopped.displayName() + " was stopped.");
    return 0;
  }
}
