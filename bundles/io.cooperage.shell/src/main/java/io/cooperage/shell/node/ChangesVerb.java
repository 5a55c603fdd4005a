package io.cooperage.shell.node;

import io.cooperage.api.node.HostChange;
import io.cooperage.api.node.NodeService;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Table;
import io.cooperage.shell.verb.Verb;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct node changes}. */
@Component(service = Verb.class)
public final class ChangesVerb extends Verb {
  private final NodeService node;

  @Activate
  public ChangesVerb(@Reference NodeService node) {
    super(
        Syntax.of(
                "node",
                "changes",
                "Lists what Cooperage changed on the host and has not put back yet.")
            .json()
            .example("ct node changes")
            .build());
    this.node = node;
  }

  @Override
  protected int run(Call call) {
    List<HostChange> changes = node.changes();
    if (call.has("--json")) {
      call.json(changes);
      return 0;
    }
    Table table = Table.of("KIND", "WHAT", "BEFORE", "NOW", "WHY");
    changes.forEach(c -> table.row(c.kind(), c.key(), c.before(), c.after(), c.reason()));
    table.print(call.out());
    return 0;
  }
}
