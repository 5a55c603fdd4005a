package io.cooperage.shell.container;

import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.front.ExitCode;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct umount}. */
@Component(service = Verb.class)
public final class UmountVerb extends ContainerVerb {

  @Activate
  public UmountVerb(@Reference ContainerService containers) {
    super(
        containers,
        Syntax.of("ct", "umount", "Unmounts the root of a container that was mounted for repair.")
            .argument("CTID", ContainerWords.in(containers, ContainerState.MOUNTED))
            .example("ct umount 101")
            .exits(ExitCode.NO_CONTAINER, ExitCode.NOT_MOUNTED, ExitCode.RUNNING, ExitCode.LOCKED));
  }

  @Override
  protected int run(Call call) {
    call.await(containers.unmount(call.container()));
    call.out().println("Container " + call.container() + " was unmounted.");
    return 0;
  }
}
