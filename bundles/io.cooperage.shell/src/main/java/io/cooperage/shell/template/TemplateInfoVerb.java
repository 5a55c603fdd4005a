package io.cooperage.shell.template;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.template.TemplateInfo;
import io.cooperage.api.template.TemplateService;
import io.cooperage.shell.verb.Amounts;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct template info}. */
@Component(service = Verb.class)
public final class TemplateInfoVerb extends Verb {
  private final TemplateService templates;

  @Activate
  public TemplateInfoVerb(@Reference TemplateService templates) {
    super(
        Syntax.of("template", "info", "Shows one template.")
            .argument("NAME", new TemplateWords(templates))
            .json()
            .exits(ExitCode.NO_TEMPLATE)
            .example("ct template info debian-13")
            .build());
    this.templates = templates;
  }

  @Override
  protected int run(Call call) {
    String name = call.places().get(0);
    TemplateInfo t =
        templates
            .find(name)
            .orElseThrow(
                () ->
                    new ContainerException(
                        ErrorCode.NO_SUCH_TEMPLATE,
                        "there is no template " + name,
                        "'ct template list' shows all"));
    if (call.has("--json")) {
      call.json(t);
      return 0;
    }
    call.out().println("Template:     " + t.name());
    call.out().println("Description:  " + t.description());
    call.out().println("Source:       " + t.source());
    call.out().println("Digest:       " + (t.digest().isEmpty() ? "not built" : t.digest()));
    call.out().println("Size:         " + Amounts.bytes(t.size()));
    t.builtAt().ifPresent(at -> call.out().println("Built:        " + at));
    call.out().println("Containers:   " + t.containers());
    return 0;
  }
}
