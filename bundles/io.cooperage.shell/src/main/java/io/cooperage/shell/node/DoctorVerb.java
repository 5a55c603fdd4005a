package io.cooperage.shell.node;

import io.cooperage.api.front.ExitCode;
import io.cooperage.api.node.Finding;
import io.cooperage.api.node.NodeService;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct node doctor}. */
@Component(service = Verb.class)
public final class DoctorVerb extends Verb {
  private final NodeService node;

  @Activate
  public DoctorVerb(@Reference NodeService node) {
    super(
        Syntax.of(
                "node",
                "doctor",
                "Tells what this host lacks, and what that costs; exits with 5 if something is missing.")
            .json()
            .exits(ExitCode.UNSUPPORTED)
            .example("ct node doctor")
            .build());
    this.node = node;
  }

  @Override
  protected int run(Call call) {
    List<Finding> findings = node.doctor();
    boolean missing = findings.stream().anyMatch(f -> f.grade() == Finding.Grade.MISSING);
    if (call.has("--json")) {
      call.json(findings);
    } else {
      for (Finding f : findings) {
        String grade = f.grade().name().toLowerCase(Locale.ROOT);
        call.out()
            .println(grade + " ".repeat(10 - grade.length()) + f.subject() + ": " + f.detail());
        f.cost().lines().forEach(line -> call.out().println(" ".repeat(10) + "-> " + line));
      }
    }
    return missing ? ExitCode.UNSUPPORTED.number() : 0;
  }
}
