package io.cooperage.shell.container;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerFilter;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.parameter.ParameterCatalog;
import io.cooperage.api.parameter.ParameterInfo;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Table;
import io.cooperage.shell.verb.Verb;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct list}. */
@Component(service = Verb.class)
public final class ListVerb extends ContainerVerb {

  private static final String DEFAULT = "ctid,name,status,template,ip,mem,cpu";

  private final ParameterCatalog catalog;

  @Activate
  public ListVerb(@Reference ContainerService containers, @Reference ParameterCatalog catalog) {
    super(
        containers,
        Syntax.of("ct", "list", "Lists containers with their usage: all, or those that are named.")
            .repeated("CTID", ContainerWords.all(containers))
            .option(
                "-o",
                "FIELD[,FIELD...]",
                "What to show: "
                    + String.join(", ", ListField.names())
                    + ", or the name of a parameter or a meter.",
                prefix -> fields(catalog, prefix))
            .flag("-a", "All containers: the default, for vzlist's sake.")
            .flag("-S", "Only stopped ones.")
            .option(
                "--state",
                "STATE",
                "Only those in this state.",
                prefix -> Stream.of(ContainerState.values()).map(ListVerb::word).toList())
            .option(
                "--label", "KEY=VALUE", "Only those with this label; repeatable.", Completion.NONE)
            .flag("-H", "No heading.")
            .flag("-1", "Only CTIDs.")
            .json()
            .exits(ExitCode.NO_CONTAINER)
            .example("ct list -o ctid,status,physpages,memory.used"));
    this.catalog = catalog;
  }

  @Override
  protected int run(Call call) {
    List<Container> all = chosen(call);
    if (call.has("--json")) {
      call.json(all);
      return 0;
    }
    if (call.has("-1")) {
      all.forEach(c -> call.out().println(c.ctid()));
      return 0;
    }
    List<ListField> fields =
        Stream.of(call.value("-o").orElse(DEFAULT).split(",", -1)).map(this::field).toList();
    Table table = new Table(fields.stream().map(ListField::heading).toList());
    for (Container c : all) {
      table.row(fields.stream().map(f -> f.of(c)).toList());
    }
    if (call.has("-H")) {
      table.printBare(call.out());
    } else {
      table.print(call.out());
    }
    return 0;
  }

  private List<Container> chosen(Call call) {
    ContainerFilter filter = filter(call);
    return call.places().isEmpty()
        ? containers.list(filter)
        : call.places().stream()
            .map(word -> get(call.container(word)).id())
            .distinct()
            .map(id -> get(ContainerRef.of(id)))
            .filter(filter::accepts)
            .toList();
  }

  private static ContainerFilter filter(Call call) {
    Set<ContainerState> states =
        call.has("-S")
            ? Set.of(ContainerState.STOPPED)
            : call.value("--state").map(ListVerb::state).map(Set::of).orElse(Set.of());
    return new ContainerFilter(states, call.labels(), Optional.empty());
  }

  private static ContainerState state(String text) {
    return Stream.of(ContainerState.values())
        .filter(s -> word(s).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                Call.bad(
                    "--state",
                    text,
                    "must be one of "
                        + String.join(
                            ", ",
                            Stream.of(ContainerState.values()).map(ListVerb::word).toList())));
  }

  private static String word(ContainerState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private ListField field(String name) {
    return ListField.fixed(name)
        .or(() -> catalog.find(name).map(p -> ListField.parameter(p.name())))
        .or(() -> name.indexOf('.') > 0 ? Optional.of(ListField.meter(name)) : Optional.empty())
        .orElseThrow(
            () ->
                Call.bad(
                    "-o",
                    name,
                    "must be one of "
                        + String.join(", ", ListField.names())
                        + ", a parameter or a meter"));
  }

  private static List<String> fields(ParameterCatalog catalog, String prefix) {
    String done = prefix.substring(0, prefix.lastIndexOf(',') + 1);
    Stream<String> parameters = catalog.parameters().stream().map(ParameterInfo::name);
    return Stream.concat(ListField.names().stream(), parameters).map(n -> done + n).toList();
  }
}
