package io.cooperage.shell.container;

import static io.cooperage.api.firewall.FirewallService.POLICY_IN;
import static io.cooperage.api.firewall.FirewallService.POLICY_OUT;

import io.cooperage.api.container.ChangeReport;
import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.Scope;
import io.cooperage.api.container.SetOptions;
import io.cooperage.api.firewall.FirewallCount;
import io.cooperage.api.firewall.FirewallService;
import io.cooperage.api.firewall.FirewallState;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Completion;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Table;
import io.cooperage.shell.verb.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code ct firewall}. */
@Component(service = Verb.class)
public final class FirewallVerb extends ContainerVerb {
  private static final String AT = "--at";
  private static final String DRY_RUN = "--dry-run";
  private static final int MOST = 10_000;

  private final FirewallService firewall;

  @Activate
  public FirewallVerb(
      @Reference ContainerService containers,
      @Reference(policyOption = ReferencePolicyOption.GREEDY) FirewallService firewall) {
    super(
        containers,
        Syntax.of("ct", "firewall", "Shows or changes which connections a container may have.")
            .argument("CTID", ContainerWords.all(containers))
            .argument(
                "list|add|delete|policy|flush",
                prefix -> List.of("list", "add", "delete", "policy", "flush"))
            .repeated("RULE|NUMBER|in|out", FirewallVerb::words)
            .option(AT, "NUMBER", "Where the new rule stands; last without it.", Completion.NONE)
            .flag(DRY_RUN, "Only say what would change.")
            .json()
            .example("ct firewall 101 add in accept tcp from 10.0.0.0/8 port 22,8000-8080")
            .example("ct firewall 101 policy in drop")
            .example("ct firewall 101 list")
            .example("ct firewall 101 delete 1")
            .exits(ExitCode.NO_CONTAINER, ExitCode.LOCKED, ExitCode.UNSUPPORTED));
    this.firewall = firewall;
  }

  private static List<String> words(String prefix) {
    return List.of(
        "in", "out", "accept", "drop", "reject", "tcp", "udp", "icmp", "icmpv6", "from", "to",
        "port");
  }

  @Override
  protected int run(Call call) {
    Container container = get(call.container());
    List<String> rest = call.places().subList(2, call.places().size());
    String action = call.places().get(1);
    if (call.has(AT) && !action.equals("add")) {
      throw call.usage(AT + " is for add");
    }
    switch (action) {
      case "list" -> list(call, container, rest);
      case "add" -> add(call, container, rest);
      case "delete" -> delete(call, container, rest);
      case "policy" -> policy(call, container, rest);
      case "flush" -> flush(call, container, rest);
      default -> throw Call.bad("action", action, "must be list, add, delete, policy or flush");
    }
    return 0;
  }

  private void list(Call call, Container container, List<String> rest) {
    if (!rest.isEmpty()) {
      throw call.usage("'list' takes no more words");
    }
    FirewallState state = FirewallState.of(container, firewall.counts(container.id()));
    if (call.has("--json")) {
      call.json(state);
      return;
    }
    Table table = Table.of("NUMBER", "RULE", "PACKETS", "BYTES");
    int number = 0;
    for (String rule : state.rules()) {
      number++;
      row(table, Integer.toString(number), rule, count(state, FirewallService.RULES, rule));
    }
    row(table, "", "policy in " + state.in(), count(state, POLICY_IN, state.in()));
    row(table, "", "policy out " + state.out(), count(state, POLICY_OUT, state.out()));
    table.print(call.out());
  }

  private static void row(Table table, String number, String rule, Optional<FirewallCount> count) {
    table.row(
        number,
        rule,
        count.map(c -> Long.toString(c.packets())).orElse(""),
        count.map(c -> Long.toString(c.bytes())).orElse(""));
  }

  private static Optional<FirewallCount> count(
      FirewallState state, String parameter, String value) {
    return state.counts().stream()
        .filter(c -> c.parameter().equals(parameter) && c.value().equals(value))
        .findFirst();
  }

  private void add(Call call, Container container, List<String> rest) {
    if (rest.isEmpty()) {
      throw call.usage("'add' needs a rule");
    }
    String rule = String.join(" ", rest);
    List<String> rules = rules(container);
    Optional<Long> at = call.number(AT, 1, MOST);
    if (at.isEmpty()) {
      set(call, container, List.of(RawSetting.add(FirewallService.RULES, rule)));
      return;
    }
    if (at.get() > rules.size() + 1) {
      throw Call.bad(AT, at.get().toString(), "must be at most " + (rules.size() + 1));
    }
    List<String> all = new ArrayList<>(rules);
    all.add((int) (at.get() - 1), rule);
    ChangeReport report = change(call, container, settings(all));
    if (report.changes().isEmpty()) {
      throw Call.bad(
          AT, at.get().toString(), "is behind the place that the rule has: delete it there first");
    }
    SetVerb.report(call, report);
  }

  private void delete(Call call, Container container, List<String> rest) {
    List<String> rules = rules(container);
    String text = rest.isEmpty() ? "" : rest.get(0);
    if (rest.size() != 1 || !text.matches("[0-9]{1,5}")) {
      throw call.usage("'delete' needs the number of a rule");
    }
    int number = Integer.parseInt(text);
    if (number < 1 || number > rules.size()) {
      throw Call.bad(
          "rule", text, "must be 1 to " + rules.size() + ": 'ct firewall CTID list' shows them");
    }
    List<String> others = new ArrayList<>(rules);
    others.remove(number - 1);
    set(call, container, settings(others));
  }

  private void policy(Call call, Container container, List<String> rest) {
    if (rest.size() != 2 || !List.of("in", "out").contains(rest.get(0))) {
      throw call.usage("'policy' needs in or out, and accept, drop or reject");
    }
    String parameter = rest.get(0).equals("in") ? POLICY_IN : POLICY_OUT;
    set(call, container, List.of(RawSetting.set(parameter, rest.get(1))));
  }

  private void flush(Call call, Container container, List<String> rest) {
    if (!rest.isEmpty()) {
      throw call.usage("'flush' takes no more words");
    }
    if (rules(container).isEmpty()) {
      throw call.usage("there is no rule to take away");
    }
    set(call, container, List.of(RawSetting.reset(FirewallService.RULES)));
  }

  private static List<RawSetting> settings(List<String> rules) {
    return rules.isEmpty()
        ? List.of(RawSetting.reset(FirewallService.RULES))
        : rules.stream().map(text -> RawSetting.set(FirewallService.RULES, text)).toList();
  }

  private void set(Call call, Container container, List<RawSetting> settings) {
    SetVerb.report(call, change(call, container, settings));
  }

  // What was read and what is changed are of one revision, or nothing is changed.
  private ChangeReport change(Call call, Container container, List<RawSetting> settings) {
    SetOptions options =
        new SetOptions(Scope.BOTH, call.has(DRY_RUN), OptionalLong.of(container.revision()));
    return containers.set(call.container(), settings, options);
  }

  private static List<String> rules(Container container) {
    return container.parameters().getOrDefault(FirewallService.RULES, List.of());
  }
}
