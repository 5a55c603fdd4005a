package io.cooperage.shell.container;

import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.MountOptions;
import io.cooperage.api.front.ExitCode;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct mount}. */
@Component(service = Verb.class)
public final class MountVerb extends ContainerVerb {

  @Activate
  public MountVerb(@Reference ContainerService containers) {
    super(
        containers,
        Syntax.of("ct", "mount", "Mounts the root of a stopped container for repair.")
            .argument("CTID", ContainerWords.stopped(containers))
            .flag("--read-only", "Mount it read-only.")
            .flag("--mapped", "Show the ids that the container has on this node, not as on disk.")
            .example("ct mount 101 --read-only")
            .exits(ExitCode.NO_CONTAINER, ExitCode.RUNNING, ExitCode.MOUNTED, ExitCode.LOCKED));
  }

  @Override
  protected int run(Call call) {
    MountOptions options = new MountOptions(call.has("--read-only"), call.has("--mapped"));
    Path root = call.await(containers.mount(call.container(), options)).orElseThrow();
    call.out().println(root);
    return 0;
  }
}
