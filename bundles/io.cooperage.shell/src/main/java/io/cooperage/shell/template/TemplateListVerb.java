package io.cooperage.shell.template;

import io.cooperage.api.template.TemplateInfo;
import io.cooperage.api.template.TemplateService;
import io.cooperage.shell.verb.Amounts;
import io.cooperage.shell.verb.ListingVerb;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct template list}. */
@Component(service = Verb.class)
public final class TemplateListVerb extends ListingVerb<TemplateInfo> {
  private final TemplateService templates;

  @Activate
  public TemplateListVerb(@Reference TemplateService templates) {
    super(
        Syntax.of("template", "list", "Lists the templates that are built, and those that can be.")
            .example("ct template list"),
        "NAME",
        "BUILT",
        "SIZE",
        "CTS",
        "SOURCE",
        "DESCRIPTION");
    this.templates = templates;
  }

  @Override
  protected List<TemplateInfo> items() {
    return templates.list();
  }

  @Override
  protected List<String> row(TemplateInfo t) {
    return List.of(
        t.name(),
        t.builtAt().map(Object::toString).orElse("no"),
        t.builtAt().map(at -> Amounts.bytes(t.size())).orElse(""),
        Integer.toString(t.containers()),
        t.source(),
        t.description());
  }
}
