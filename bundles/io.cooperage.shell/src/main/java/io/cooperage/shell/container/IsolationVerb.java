package io.cooperage.shell.container;

import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.isolation.IsolationGrade;
import io.cooperage.api.isolation.IsolationLayer;
import io.cooperage.api.isolation.IsolationReport;
import io.cooperage.api.isolation.IsolationService;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Table;
import io.cooperage.shell.verb.Verb;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct isolation}. */
@Component(service = Verb.class)
public final class IsolationVerb extends ContainerVerb {
  private final IsolationService isolation;

  @Activate
  public IsolationVerb(
      @Reference ContainerService containers, @Reference IsolationService isolation) {
    super(
        containers,
        Syntax.of(
                "ct",
                "isolation",
                "Tells how well a running container is fenced in, as the kernel says: strong, good,"
                    + " weak or trusted.")
            .argument("CTID", ContainerWords.in(containers, ContainerState.RUNNING))
            .json()
            .example("ct isolation 101")
            .exits(ExitCode.NO_CONTAINER, ExitCode.NOT_RUNNING, ExitCode.UNSUPPORTED));
    this.isolation = isolation;
  }

  @Override
  protected int run(Call call) {
    IsolationReport report = isolation.report(call.container());
    if (call.has("--json")) {
      call.json(report);
      return 0;
    }
    Table table = Table.of("LAYER", "STATE", "GRADE", "FOUND");
    for (IsolationLayer layer : report.layers()) {
      String grade = word(layer.grade());
      table.row(layer.name(), word(layer.state()), grade, layer.found());
    }
    table.print(call.out());
    report.layers().stream()
        .filter(l -> !l.cost().isEmpty())
        .forEach(l -> call.out().println(l.name() + ": " + Table.printable(l.cost())));
    call.out().println("Grade: " + grade(report));
    return 0;
  }

  private static String grade(IsolationReport report) {
    return report.grade() == IsolationGrade.STRONG
        ? word(report.grade())
        : word(report.grade()) + ", for " + String.join(", ", report.because());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
