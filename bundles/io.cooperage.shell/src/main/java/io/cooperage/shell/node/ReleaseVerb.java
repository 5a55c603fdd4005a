package io.cooperage.shell.node;

import io.cooperage.api.node.NodeService;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct node release}. */
@Component(service = Verb.class)
public final class ReleaseVerb extends Verb {
  private final NodeService node;

  @Activate
  public ReleaseVerb(@Reference NodeService node) {
    super(
        Syntax.of(
                "node",
                "release",
                "Stops every container and puts back what was changed on the host; data stays.")
            .example("ct node release")
            .build());
    this.node = node;
  }

  @Override
  protected int run(Call call) {
    call.await(node.release());
    call.out().println("The host is as it was; the daemon can be ended.");
    return 0;
  }
}
