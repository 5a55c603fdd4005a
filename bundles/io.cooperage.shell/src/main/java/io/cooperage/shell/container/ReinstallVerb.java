package io.cooperage.shell.container;

import io.cooperage.api.container.ContainerService;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.template.TemplateService;
import io.cooperage.shell.template.TemplateWords;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct reinstall}. */
@Component(service = Verb.class)
public final class ReinstallVerb extends ContainerVerb {

  @Activate
  public ReinstallVerb(
      @Reference ContainerService containers, @Reference TemplateService templates) {
    super(
        containers,
        Syntax.of(
                "ct",
                "reinstall",
                "Gives a stopped container a fresh root; name, addresses and limits stay.")
            .argument("CTID", ContainerWords.stopped(containers))
            .option(
                "--template",
                "NAME",
                "Another template than the one it has.",
                new TemplateWords(templates))
            .example("ct reinstall 101 --template debian-13")
            .exits(ExitCode.NO_CONTAINER, ExitCode.RUNNING, ExitCode.MOUNTED, ExitCode.LOCKED)
            .exits(ExitCode.NO_TEMPLATE, ExitCode.NO_SPACE));
  }

  @Override
  protected int run(Call call) {
    call.await(containers.reinstall(call.container(), call.value("--template")));
    call.out().println("Container " + call.container() + " was reinstalled.");
    return 0;
  }
}
