package io.cooperage.shell.container;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.StartOptions;
import io.cooperage.api.front.ExitCode;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct start}. */
@Component(service = Verb.class)
public final class StartVerb extends ContainerVerb {

  @Activate
  public StartVerb(@Reference ContainerService containers) {
    super(
        containers,
        Syntax.of("ct", "start", "Starts a container.")
            .argument("CTID", ContainerWords.stopped(containers))
            .flag("--wait", "Wait until its init says that the boot has ended.")
            .flag("--force", "Also while its firewall, or what else guards it, is not there.")
            .example("ct start 101 --wait")
            .exits(ExitCode.NO_CONTAINER, ExitCode.RUNNING, ExitCode.MOUNTED, ExitCode.LOCKED)
            .exits(ExitCode.RESOURCES, ExitCode.NO_SPACE, ExitCode.UNSUPPORTED));
  }

  @Override
  protected int run(Call call) {
    Container started =
        call.await(
                containers.start(
                    call.container(), new StartOptions(call.has("--wait"), call.has("--force"))))
            .orElseThrow();
    call.out().println("Container " + started.displayName() + " was started.");
    return 0;
  }
}
