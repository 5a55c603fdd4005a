package io.cooperage.shell.template;

import io.cooperage.api.front.ExitCode;
import io.cooperage.api.template.TemplateService;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct template delete}. */
@Component(service = Verb.class)
public final class TemplateDeleteVerb extends Verb {
  private final TemplateService templates;

  @Activate
  public TemplateDeleteVerb(@Reference TemplateService templates) {
    super(
        Syntax.of("template", "delete", "Deletes a template that no container uses.")
            .argument("NAME", new TemplateWords(templates))
            .exits(ExitCode.NO_TEMPLATE, ExitCode.LOCKED)
            .example("ct template delete debian-12")
            .build());
    this.templates = templates;
  }

  @Override
  protected int run(Call call) {
    String name = call.places().get(0);
    call.await(templates.delete(name));
    call.out().println("Template " + name + " was deleted.");
    return 0;
  }
}
