package io.cooperage.shell.container;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.EffectiveValue;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.front.PlainForm;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Table;
import io.cooperage.shell.verb.Verb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct show}. */
@Component(service = Verb.class)
public final class ShowVerb extends ContainerVerb {

  @Activate
  public ShowVerb(@Reference ContainerService containers) {
    super(
        containers,
        Syntax.of("ct", "show", "Shows what was asked for and what the kernel says.")
            .argument("CTID", ContainerWords.all(containers))
            .json()
            .example("ct show 101")
            .exits(ExitCode.NO_CONTAINER));
  }

  @Override
  protected int run(Call call) {
    Container c = get(call.container());
    List<EffectiveValue> values = containers.show(call.container());
    if (call.has("--json")) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("container", PlainForm.of(c));
      all.put("values", PlainForm.of(values));
      call.json(all);
      return 0;
    }
    facts(c).forEach((key, value) -> fact(call, key, value));
    call.out().println();
    Table table = Table.of("PARAMETER", "ASKED", "EFFECTIVE", "WHERE", "NOTE");
    for (EffectiveValue v : values) {
      table.row(v.parameter(), String.join(" ", v.asked()), v.effective(), v.where(), v.note());
    }
    table.print(call.out());
    return 0;
  }

  private static void fact(Call call, String key, String value) {
    if (!value.isEmpty()) {
      call.out().println(key + ":" + " ".repeat(13 - key.length()) + Table.printable(value));
    }
  }

  private static Map<String, String> facts(Container c) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("CTID", c.ctid().toString());
    facts.put("UUID", c.id().toString());
    facts.put("Name", c.name().map(Object::toString).orElse(""));
    facts.put("State", ListField.state(c));
    facts.put("Detail", c.detail());
    facts.put("Job", c.busyJob().orElse(""));
    facts.put("Template", c.template());
    facts.put("Hostname", c.hostname());
    facts.put("Addresses", String.join(" ", c.addresses()));
    facts.put("Kinds", ListField.pairs(c.kinds()));
    facts.put("Labels", ListField.pairs(c.labels()));
    facts.put("Description", c.description());
    facts.put("Created", c.createdAt().toString());
    facts.put("Started", c.startedAt().map(Object::toString).orElse(""));
    facts.put("Init", c.initPid() == 0 ? "" : "pid " + c.initPid() + " on the host");
    facts.put("Usage", ListField.pairs(c.usage().meters()));
    return facts;
  }
}
