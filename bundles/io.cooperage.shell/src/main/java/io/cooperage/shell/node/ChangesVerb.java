package io.cooperage.shell.node;

import io.cooperage.api.node.HostChange;
import io.cooperage.api.node.NodeService;
import io.cooperage.shell.verb.ListingVerb;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct node changes}. */
@Component(service = Verb.class)
public final class ChangesVerb extends ListingVerb<HostChange> {
  private final NodeService node;

  @Activate
  public ChangesVerb(@Reference NodeService node) {
    super(
        Syntax.of(
                "node",
                "changes",
                "Lists what Cooperage changed on the host and has not put back yet.")
            .example("ct node changes"),
        "KIND",
        "WHAT",
        "BEFORE",
        "NOW",
        "WHY");
    this.node = node;
  }

  @Override
  protected List<HostChange> items() {
    return node.changes();
  }

  @Override
  protected List<String> row(HostChange c) {
    return List.of(c.kind(), c.key(), c.before(), c.after(), c.reason());
  }
}
