package io.cooperage.shell.template;

import io.cooperage.api.template.TemplateInfo;
import io.cooperage.api.template.TemplateService;
import io.cooperage.shell.verb.Amounts;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Table;
import io.cooperage.shell.verb.Verb;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct template list}. */
@Component(service = Verb.class)
public final class TemplateListVerb extends Verb {
  private final TemplateService templates;

  @Activate
  public TemplateListVerb(@Reference TemplateService templates) {
    super(
        Syntax.of("template", "list", "Lists the templates that are built, and those that can be.")
            .json()
            .example("ct template list")
            .build());
    this.templates = templates;
  }

  @Override
  protected int run(Call call) {
    List<TemplateInfo> all = templates.list();
    if (call.has("--json")) {
      call.json(all);
      return 0;
    }
    Table table = Table.of("NAME", "BUILT", "SIZE", "CTS", "SOURCE", "DESCRIPTION");
    for (TemplateInfo t : all) {
      table.row(
          t.name(),
          t.builtAt().map(Object::toString).orElse("no"),
          t.builtAt().map(at -> Amounts.bytes(t.size())).orElse(""),
          Integer.toString(t.containers()),
          t.source(),
          t.description());
    }
    table.print(call.out());
    return 0;
  }
}
