package io.cooperage.shell.verb;

import java.io.IOException;
import java.io.InputStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** {@code ct completion}. */
@Component(service = Verb.class)
public final class CompletionVerb extends Verb {
  @Activate
  public CompletionVerb() {
    super(
        Syntax.of("ct", "completion", "Prints what bash needs to complete ct.")
            .example("eval \"$(ct completion)\"")
            .build());
  }

  @Override
  protected int run(Call call) throws IOException {
    try (InputStream script = CompletionVerb.class.getResourceAsStream("/ct-completion.bash")) {
      call.out().write(script.readAllBytes());
    }
    return 0;
  }
}
