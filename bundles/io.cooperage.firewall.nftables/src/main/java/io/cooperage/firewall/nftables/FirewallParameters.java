package io.cooperage.firewall.nftables;

import io.cooperage.api.firewall.FirewallService;
import io.cooperage.api.parameter.JsonForm;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.api.parameter.ValueTypes;
import java.util.List;

/** The parameters of a CT's firewall. */
final class FirewallParameters {
  static final Parameter<Rule> RULES =
      Parameter.builder(
              FirewallService.RULES,
              ValueTypes.text(
                  "RULE",
                  RuleText::parse,
                  Rule::toString,
                  JsonForm.string(),
                  List.of("in accept tcp port ", "in drop ", "out accept ", "out drop ")))
          .list()
          .guards()
          .description(
              "Rules for connections to and from the CT, the first that fits decides: "
                  + RuleText.SYNTAX
                  + ".")
          .group("network")
          .defaultText("no rule")
          .build();

  static final Parameter<Verdict> IN = policy(FirewallService.POLICY_IN, "to");

  static final Parameter<Verdict> OUT = policy(FirewallService.POLICY_OUT, "from");

  static final List<Parameter<?>> ALL = List.of(RULES, IN, OUT);

  private FirewallParameters() {}

  static Parameter<Verdict> policy(Direction direction) {
    return direction == Direction.IN ? IN : OUT;
  }

  static Policies policies(ParameterValues values) {
    return new Policies(
        values.get(IN).orElse(Verdict.ACCEPT), values.get(OUT).orElse(Verdict.ACCEPT));
  }

  private static Parameter<Verdict> policy(String name, String way) {
    return Parameter.builder(name, ValueTypes.word(Verdict.class))
        .defaultValue(Verdict.ACCEPT)
        .guards()
        .description("What happens to connections " + way + " the CT that no rule fits.")
        .group("network")
        .build();
  }
}
