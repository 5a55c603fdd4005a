package io.cooperage.rest.resource;

import io.cooperage.api.container.ChangeReport;
import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.Scope;
import io.cooperage.api.container.SetOptions;
import io.cooperage.api.firewall.FirewallService;
import io.cooperage.api.firewall.FirewallState;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.rest.http.Exchange;
import io.cooperage.rest.http.Resource;
import io.cooperage.rest.http.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code /1.0/containers/{ref}/firewall}: which connections a container may have. */
@Component(service = Resource.class)
public final class FirewallResource implements Resource {
  private static final String FIREWALL = "/1.0/containers/{ref}/firewall";

  private final ContainerService containers;
  private final FirewallService firewall;

  @Activate
  public FirewallResource(
      @Reference ContainerService containers,
      @Reference(policyOption = ReferencePolicyOption.GREEDY) FirewallService firewall) {
    this.containers = containers;
    this.firewall = firewall;
  }

  /** All rules and both policies; what is absent is no rule, or accept. */
  record FirewallBody(String in, String out, List<String> rules) {
    private List<RawSetting> settings() {
      return Stream.concat(
              all(rules == null ? List.of() : rules).stream(),
              Stream.of(
                  policy(FirewallService.POLICY_IN, in), policy(FirewallService.POLICY_OUT, out)))
          .toList();
    }

    private static RawSetting policy(String name, String text) {
      return text == null ? RawSetting.reset(name) : RawSetting.set(name, text);
    }
  }

  /** One rule, and the number that it shall have; last without. */
  record RuleBody(String rule, Integer at) {}

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(FIREWALL, x -> answer(x.onlyQuery())),
        Route.put(FIREWALL, this::replace),
        Route.post(FIREWALL + "/rules", this::add),
        Route.delete(FIREWALL + "/rules/{number}", this::delete));
  }

  private void answer(Exchange x) throws IOException {
    Container container = ContainerLookup.get(containers, x);
    x.json(FirewallState.of(container, firewall.counts(container.id())));
  }

  private void replace(Exchange x) throws IOException {
    List<RawSetting> settings = x.onlyQuery().body(FirewallBody.class).settings();
    set(x, ContainerLookup.unchanged(containers, x), settings);
  }

  private void add(Exchange x) throws IOException {
    RuleBody body = x.onlyQuery().body(RuleBody.class);
    Container container = ContainerLookup.unchanged(containers, x);
    List<String> rules = new ArrayList<>(rules(container));
    if (body.rule() == null) {
      throw Exchange.bad("rule", "", "is missing");
    }
    if (body.at() == null) {
      set(x, container, List.of(RawSetting.add(FirewallService.RULES, body.rule())));
      return;
    }
    if (body.at() < 1 || body.at() > rules.size() + 1) {
      throw Exchange.bad("at", body.at().toString(), "must be 1 to " + (rules.size() + 1));
    }
    rules.add(body.at() - 1, body.rule());
    if (change(x, container, all(rules)).changes().isEmpty()) {
      throw Exchange.bad(
          "at",
          body.at().toString(),
          "is behind the place that the rule has: delete it there first");
    }
    answer(x);
  }

  private void delete(Exchange x) throws IOException {
    Container container = ContainerLookup.unchanged(containers, x.onlyQuery());
    List<String> rules = new ArrayList<>(rules(container));
    String text = x.path("number");
    int number = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (number < 1 || number > rules.size()) {
      throw Exchange.bad("number", text, "must be that of a rule, 1 to " + rules.size());
    }
    rules.remove(number - 1);
    set(x, container, all(rules));
  }

  private static List<RawSetting> all(List<String> rules) {
    return rules.isEmpty()
        ? List.of(RawSetting.reset(FirewallService.RULES))
        : rules.stream()
            .map(r -> RawSetting.set(FirewallService.RULES, String.valueOf(r)))
            .toList();
  }

  private void set(Exchange x, Container container, List<RawSetting> settings) throws IOException {
    change(x, container, settings);
    answer(x);
  }

  // What was read and what is changed are of one revision, or nothing is changed.
  private ChangeReport change(Exchange x, Container container, List<RawSetting> settings) {
    return containers.set(
        x.container(),
        settings,
        new SetOptions(Scope.BOTH, false, OptionalLong.of(container.revision())));
  }

  private static List<String> rules(Container container) {
    return container.parameters().getOrDefault(FirewallService.RULES, List.of());
  }
}
