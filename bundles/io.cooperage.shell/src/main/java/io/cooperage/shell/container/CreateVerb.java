package io.cooperage.shell.container;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.CreateRequest;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.parameter.ParameterCatalog;
import io.cooperage.api.template.TemplateService;
import io.cooperage.shell.template.TemplateWords;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct create}. */
@Component(service = Verb.class)
public final class CreateVerb extends ContainerVerb {

  private final ParameterCatalog catalog;

  @Activate
  public CreateVerb(
      @Reference ContainerService containers,
      @Reference TemplateService templates,
      @Reference ParameterCatalog catalog) {
    super(
        containers,
        syntax(new TemplateWords(templates), new SampleWords(containers)).settings(catalog));
    this.catalog = catalog;
  }

  private static Syntax.Builder syntax(Completion templates, Completion samples) {
    return Syntax.of("ct", "create", "Creates a container.")
        .optional("CTID", Completion.NONE)
        .option(
            "--template", "NAME", "What its root is made of; else the node's default.", templates)
        .option("--ostemplate", "NAME", "The same, as vzctl calls it.", templates)
        .option("--name", "NAME", "Its name.", Completion.NONE)
        .option("--label", "KEY=VALUE", "A label; may be repeated.", Completion.NONE)
        .option("--description", "TEXT", "What it is for.", Completion.NONE)
        .option("--config", "NAME", "A sample configuration to begin with.", samples)
        .flag("--start", "Starts it as well.")
        .option("--kind", "FAMILY=KIND", "A provider: storage=ploop; repeatable.", Completion.NONE)
        .example("ct create 101 --template debian-13 --ipadd 10.77.0.101 --hostname web")
        .exits(ExitCode.EXISTS, ExitCode.NAME, ExitCode.NO_TEMPLATE, ExitCode.ADDRESS_IN_USE)
        .exits(ExitCode.NO_SPACE, ExitCode.RESOURCES, ExitCode.UNSUPPORTED, ExitCode.LOCKED);
  }

  @Override
  protected int run(Call call) {
    CreateRequest.Builder request = CreateRequest.builder();
    call.places().forEach(word -> identify(call, request, word));
    call.value("--ostemplate").ifPresent(request::template);
    call.value("--template").ifPresent(request::template);
    call.value("--name").ifPresent(text -> request.name(name(text)));
    call.value("--config").ifPresent(request::sample);
    call.value("--description").ifPresent(request::description);
    call.labels().forEach(request::label);
    call.values("--kind").forEach(text -> kind(request, text));
    request.settings(catalog.parseOptions(call.settings()));
    request.start(call.has("--start"));
    Container created = call.await(containers.create(request.build())).orElseThrow();
    String end = call.has("--start") ? " was created and started." : " was created.";
    call.out().println("Container " + created.ctid() + end);
    return 0;
  }

  private static void identify(Call call, CreateRequest.Builder request, String word) {
    ContainerRef ref = call.container(word);
    if (ref instanceof ContainerRef.ByCtid byCtid) {
      request.ctid(byCtid.ctid());
    } else if (ref instanceof ContainerRef.ByName byName) {
      request.name(byName.name());
    } else if (ref instanceof ContainerRef.ById byId) {
      request.id(byId.id());
    }
  }

  static ContainerName name(String text) {
    try {
      return new ContainerName(text);
    } catch (IllegalArgumentException e) {
      throw Call.bad("--name", text, e.getMessage());
    }
  }

  private static void kind(CreateRequest.Builder request, String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw Call.bad("--kind", text, "must be FAMILY=KIND");
    }
    request.kind(text.substring(0, equals), text.substring(equals + 1));
  }
}
