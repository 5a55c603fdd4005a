package io.cooperage.shell.container;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerService;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct status}. */
@Component(service = Verb.class)
public final class StatusVerb extends ContainerVerb {

  @Activate
  public StatusVerb(@Reference ContainerService containers) {
    super(
        containers,
        Syntax.of(
                "ct",
                "status",
                "Prints one line for scripts: CTID 101 exist|deleted mounted|unmounted"
                    + " running|down.")
            .argument("CTID", ContainerWords.all(containers))
            .json()
            .example("ct status 101"));
  }

  @Override
  protected int run(Call call) {
    Optional<Container> found = containers.find(call.container());
    String ctid = found.map(c -> c.ctid().toString()).orElse(call.places().get(0));
    String mounted = found.map(StatusVerb::mounted).orElse("unmounted");
    String running = found.map(StatusVerb::running).orElse("down");
    if (call.has("--json")) {
      call.json(
          Map.of(
              "ctid", found.<Object>map(c -> c.ctid().number()).orElse(ctid),
              "exists", found.isPresent(),
              "mounted", mounted.equals("mounted"),
              "running", running.equals("running")));
      return 0;
    }
    String exist = found.isPresent() ? "exist" : "deleted";
    call.out().println("CTID " + ctid + " " + exist + " " + mounted + " " + running);
    return 0;
  }

  private static String mounted(Container c) {
    return switch (c.state()) {
      case STOPPED, BROKEN -> "unmounted";
      case MOUNTED, STARTING, RUNNING, PAUSED, STOPPING -> "mounted";
    };
  }

  private static String running(Container c) {
    return switch (c.state()) {
      case STOPPED, BROKEN, MOUNTED -> "down";
      case STARTING, RUNNING, PAUSED, STOPPING -> "running";
    };
  }
}
