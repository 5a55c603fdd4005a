package io.cooperage.shell.disk;

import io.cooperage.api.container.Change;
import io.cooperage.api.container.ChangeReport;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.SetOptions;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct resize}: what {@code ct set --diskspace} does, under ploop's name. */
@Component(service = Verb.class)
public final class ResizeVerb extends Verb {
  private static final String DISKSPACE = "diskspace";

  private final ContainerService containers;

  @Activate
  public ResizeVerb(@Reference ContainerService containers) {
    super(
        Syntax.of(
                "ct",
                "resize",
                "Changes the size of a container's disk, as 'ct set --diskspace' does. A disk"
                    + " shrinks only while the container is stopped, and never with xfs.")
            .argument("CTID", DiskWords.containers(containers))
            .argument("SIZE", Completion.NONE)
            .json()
            .example("ct resize 101 20G")
            .exits(ExitCode.NO_CONTAINER, ExitCode.LOCKED, ExitCode.UNSUPPORTED, ExitCode.RUNNING)
            .exits(ExitCode.NO_SPACE, ExitCode.RESOURCES, ExitCode.BROKEN)
            .build());
    this.containers = containers;
  }

  @Override
  protected int run(Call call) {
    RawSetting size = RawSetting.set(DISKSPACE, call.places().get(1));
    ChangeReport report = containers.set(call.container(), List.of(size), SetOptions.both());
    if (call.has("--json")) {
      call.json(report);
      return 0;
    }
    String now =
        report.changes().stream()
            .filter(c -> c.parameter().equals(DISKSPACE))
            .map(Change::after)
            .map(after -> String.join(" ", after))
            .findFirst()
            .map(after -> " has the size " + after + " now.")
            .orElse(" has that size already.");
    call.out().println("The disk of container " + call.container() + now);
    report.notes().forEach(note -> call.out().println("note: " + note));
    return 0;
  }
}
