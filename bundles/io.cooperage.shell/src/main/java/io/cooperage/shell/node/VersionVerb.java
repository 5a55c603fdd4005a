package io.cooperage.shell.node;

import io.cooperage.api.node.NodeService;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct version}. */
@Component(service = Verb.class)
public final class VersionVerb extends Verb {
  private final NodeService node;

  @Activate
  public VersionVerb(@Reference NodeService node) {
    super(
        Syntax.of("ct", "version", "Prints the version of the node's daemon.")
            .example("ct --version")
            .build());
    this.node = node;
  }

  @Override
  protected int run(Call call) {
    call.out().println("Cooperage " + node.info().version());
    return 0;
  }
}
