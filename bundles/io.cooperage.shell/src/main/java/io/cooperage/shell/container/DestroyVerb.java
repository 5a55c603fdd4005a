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

/** {@code ct destroy}. */
@Component(service = Verb.class)
public final class DestroyVerb extends ContainerVerb {

  @Activate
  public DestroyVerb(@Reference ContainerService containers) {
    super(
        containers,
        Syntax.of("ct", "destroy", "Removes a stopped container and its disk.")
            .argument("CTID", ContainerWords.stopped(containers))
            .example("ct destroy 101")
            .exits(ExitCode.NO_CONTAINER, ExitCode.RUNNING, ExitCode.MOUNTED, ExitCode.LOCKED));
  }

  @Override
  protected int run(Call call) {
    Container gone = get(call.container());
    call.await(containers.destroy(call.container()));
    call.out().println("Container " + gone.displayName() + " was destroyed.");
    return 0;
  }
}
