package io.cooperage.shell.template;

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

/** {@code ct template build}. */
@Component(service = Verb.class)
public final class TemplateBuildVerb extends Verb {
  private final TemplateService templates;

  @Activate
  public TemplateBuildVerb(@Reference TemplateService templates) {
    super(
        Syntax.of(
                "template",
                "build",
                "Builds or rebuilds a template; containers keep the image that they have.")
            .argument("NAME", new TemplateWords(templates))
            .exits(ExitCode.NO_TEMPLATE, ExitCode.NO_SPACE, ExitCode.UNSUPPORTED)
            .example("ct template build debian-13")
            .build());
    this.templates = templates;
  }

  @Override
  protected int run(Call call) {
    TemplateInfo built = call.await(templates.build(call.places().get(0))).orElseThrow();
    call.out()
        .println("Template " + built.name() + " was built: " + Amounts.bytes(built.size()) + ".");
    return 0;
  }
}
