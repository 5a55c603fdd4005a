package io.cooperage.shell.container;

import io.cooperage.api.parameter.ParameterCatalog;
import io.cooperage.api.parameter.ParameterInfo;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Table;
import io.cooperage.shell.verb.Verb;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct parameters}. */
@Component(service = Verb.class)
public final class ParametersVerb extends Verb {
  private final ParameterCatalog catalog;

  @Activate
  public ParametersVerb(@Reference ParameterCatalog catalog) {
    super(
        Syntax.of("ct", "parameters", "Lists what can be set on a container at this moment.")
            .optional(
                "NAME", prefix -> catalog.parameters().stream().map(ParameterInfo::name).toList())
            .json()
            .example("ct parameters physpages")
            .build());
    this.catalog = catalog;
  }

  @Override
  protected int run(Call call) {
    if (!call.places().isEmpty()) {
      return one(call, call.places().get(0));
    }
    List<ParameterInfo> all = catalog.parameters();
    if (call.has("--json")) {
      call.json(all);
      return 0;
    }
    Table table = Table.of("NAME", "GROUP", "OWNER", "STATUS", "APPLIES", "DEFAULT", "DESCRIPTION");
    for (ParameterInfo p : all) {
      table.row(
          p.name(),
          p.group(),
          p.owner(),
          word(p.status()),
          word(p.applies()),
          p.defaultText(),
          p.description());
    }
    table.print(call.out());
    return 0;
  }

  private int one(Call call, String name) {
    List<ParameterInfo> found =
        catalog.parameters().stream()
            .filter(p -> p.name().equals(name) || p.aliases().contains(name))
            .toList();
    if (found.isEmpty()) {
      throw Call.bad("parameter", name, "is not known; 'ct parameters' lists all");
    }
    if (call.has("--json")) {
      call.json(found);
      return 0;
    }
    found.forEach(p -> describe(call, p));
    return 0;
  }

  private static void describe(Call call, ParameterInfo p) {
    call.out().println(p.name() + " (" + p.group() + "): " + p.description());
    call.out().println("  value:    " + p.syntax() + (p.list() ? ", several" : ""));
    call.out().println("  default:  " + (p.defaultText().isEmpty() ? "none" : p.defaultText()));
    call.out().println("  applies:  " + word(p.applies()));
    call.out().println("  owner:    " + p.owner() + ", " + word(p.status()) + " " + p.detail());
    if (!p.aliases().isEmpty()) {
      call.out().println("  also:     " + String.join(", ", p.aliases()));
    }
    if (p.list()) {
      call.out().println("  options:  --" + p.addOption() + ", --" + p.removeOption());
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
