package io.cooperage.shell.container;

import io.cooperage.api.container.ContainerService;
import io.cooperage.api.event.EventService;
import io.cooperage.api.front.ExitCode;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct log}. */
@Component(service = Verb.class)
public final class LogVerb extends ContainerVerb {
  private final EventService events;

  @Activate
  public LogVerb(@Reference ContainerService containers, @Reference EventService events) {
    super(
        containers,
        Syntax.of("ct", "log", "Shows what happened to a container, as far as it is kept.")
            .argument("CTID", ContainerWords.all(containers))
            .flag("--json", "Print one line of JSON for each event.")
            .example("ct log 101")
            .exits(ExitCode.NO_CONTAINER));
    this.events = events;
  }

  @Override
  protected int run(Call call) {
    String id = get(call.container()).id().toString();
    events.since(0).stream()
        .filter(e -> e.subject().equals(id))
        .forEach(e -> EventLine.print(call, e));
    return 0;
  }
}
