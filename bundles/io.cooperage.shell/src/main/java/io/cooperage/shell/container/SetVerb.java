package io.cooperage.shell.container;

import io.cooperage.api.container.Change;
import io.cooperage.api.container.ChangeReport;
import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.Scope;
import io.cooperage.api.container.SetOptions;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.parameter.ParameterCatalog;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Table;
import io.cooperage.shell.verb.Verb;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct set}. */
@Component(service = Verb.class)
public final class SetVerb extends ContainerVerb {

  private final ParameterCatalog catalog;

  @Activate
  public SetVerb(@Reference ContainerService containers, @Reference ParameterCatalog catalog) {
    super(
        containers,
        Syntax.of("ct", "set", "Changes a container's parameters, all or none.")
            .argument("CTID", ContainerWords.all(containers))
            .flag("--dry-run", "Only say what would change: old, new, kernel knob, when.")
            .flag("--force", "Also where processes in the container are killed for it.")
            .option(
                "--applyconfig",
                "NAME",
                "Settings of a sample configuration; those given besides win.",
                new SampleWords(containers))
            .option(
                "--scope",
                "running|saved|both",
                "Change the running container, its stored text, or both.",
                prefix -> List.of("running", "saved", "both"))
            .flag("--save", "As vzctl has it: stored is the default here.")
            .option("--name", "NAME", "Its name.", Completion.NONE)
            .option("--label", "KEY=VALUE", "A label; an empty value removes it.", Completion.NONE)
            .option("--description", "TEXT", "What it is for.", Completion.NONE)
            .json()
            .settings(catalog)
            .example("ct set 101 --physpages 512M --swappages 512M --cpulimit 50")
            .exits(ExitCode.NO_CONTAINER, ExitCode.LOCKED, ExitCode.NAME, ExitCode.ADDRESS_IN_USE)
            .exits(
                ExitCode.NOT_RUNNING, ExitCode.RESOURCES, ExitCode.NO_SPACE, ExitCode.UNSUPPORTED));
    this.catalog = catalog;
  }

  @Override
  protected int run(Call call) {
    List<RawSetting> settings = catalog.parseOptions(call.settings());
    Optional<ContainerName> name = call.value("--name").map(CreateVerb::name);
    Map<String, String> labels = call.labels();
    Optional<String> description = call.value("--description");
    boolean describes = name.isPresent() || !labels.isEmpty() || description.isPresent();
    String sample = call.value("--applyconfig").orElse("");
    boolean sets = !settings.isEmpty() || !sample.isEmpty();
    if (!sets && !describes) {
      throw call.usage("there is nothing to set");
    }
    SetOptions options =
        new SetOptions(
            scope(call), call.has("--dry-run"), OptionalLong.empty(), call.has("--force"), sample);
    name.filter(n -> sets).ifPresent(n -> requireFree(call, n));
    if (sets) {
      report(call, containers.set(call.container(), settings, options));
    }
    if (describes && !options.dryRun()) {
      Container described = containers.describe(call.container(), name, labels, description);
      if (!call.has("--json")) {
        call.out().println("Container " + described.displayName() + " was described.");
      }
    }
    return 0;
  }

  // Asked before anything is set: a name that is taken must not leave half of the wish done.
  private void requireFree(Call call, ContainerName name) {
    Optional<ContainerId> own = containers.find(call.container()).map(Container::id);
    containers
        .find(new ContainerRef.ByName(name))
        .filter(other -> !own.equals(Optional.of(other.id())))
        .ifPresent(
            other -> {
              throw new ContainerException(
                  ErrorCode.NAME_IN_USE,
                  "the name '" + name + "' is that of CT " + other.ctid(),
                  "Nothing was changed.");
            });
  }

  private static Scope scope(Call call) {
    String text = call.value("--scope").orElse("both");
    try {
      return Scope.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Call.bad("--scope", text, "must be running, saved or both");
    }
  }

  /** Prints what a change did or would do. */
  static void report(Call call, ChangeReport report) {
    if (call.has("--json")) {
      call.json(report);
      return;
    }
    if (report.planned()) {
      plan(call, report);
    } else {
      report.changes().forEach(change -> call.out().println(line(change)));
    }
    report.notes().forEach(note -> call.out().println("note: " + note));
  }

  private static void plan(Call call, ChangeReport report) {
    Table table = Table.of("PARAMETER", "OLD", "NEW", "WHERE", "WHEN");
    for (Change c : report.changes()) {
      table.row(c.parameter(), text(c.before()), text(c.after()), c.where(), c.when());
    }
    table.print(call.out());
    call.out().println("Nothing was changed.");
  }

  private static String line(Change change) {
    String effective =
        change.effective().isEmpty() ? "" : " (" + String.join(", ", change.effective()) + ")";
    return change.parameter()
        + ": "
        + text(change.before())
        + " -> "
        + text(change.after())
        + ", "
        + change.when()
        + effective;
  }

  private static String text(List<String> values) {
    return values.isEmpty() ? "default" : String.join(" ", values);
  }
}
