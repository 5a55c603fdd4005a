package io.cooperage.isolation.namespaces;

import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Applies;
import io.cooperage.api.parameter.JsonForm;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.api.parameter.ValueType;
import io.cooperage.api.parameter.ValueTypes;
import io.cooperage.spi.isolation.TrialPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The parameters of this kind of isolation. All hold from the next start on. */
final class IsolationParameters {
  private static final ValueType<String> POLICY =
      ValueTypes.text(
          "NAME of a policy",
          IsolationParameters::name,
          UnaryOperator.identity(),
          JsonForm.string(),
          List.of("allowlist", "denylist"));

  static final Parameter<FeatureSet> FEATURES =
      Parameter.builder("features", FeatureSet.type())
          .description(
              "Kernel features that are opened to the container, or kept away from it for migration.")
          .group("isolation")
          .applies(Applies.RESTART)
          .defaultValue(new FeatureSet(Set.of()))
          .build();

  static final Parameter<String> SYSCALLS =
      Parameter.builder("syscalls", POLICY)
          .description(
              "The policy that says which system calls the container may use: denylist lets all but"
                  + " dangerous ones through, allowlist none but usual ones.")
          .group("isolation")
          .applies(Applies.RESTART)
          .defaultText("denylist, or what a plug-in brings with a higher rank")
          .build();

  static final Parameter<String> TRIAL =
      Parameter.builder("syscalls-trial", POLICY)
          .description(
              "A policy that is tried: what it would deny goes through and is listed by 'ct"
                  + " isolation', for as long as the other one lets it.")
          .group("isolation")
          .applies(Applies.RESTART)
          .defaultText("none")
          .build();

  static final Parameter<Boolean> NO_NEW_PRIVILEGES =
      Parameter.builder("nonewprivs", ValueTypes.flag())
          .description(
              "Whether setuid programs and file capabilities give no rights inside: su, sudo and"
                  + " ping of ordinary users then fail.")
          .group("isolation")
          .applies(Applies.RESTART)
          .defaultValue(false)
          .build();

  static final List<Parameter<?>> ALL = List.of(FEATURES, SYSCALLS, TRIAL, NO_NEW_PRIVILEGES);

  private IsolationParameters() {}

  private static String name(String text) {
    if (!text.matches("[a-z][a-z0-9-]{0,31}")) {
      throw new IllegalArgumentException("must be the name of a policy, as allowlist");
    }
    return text;
  }

  /** Policies that are not there, or cannot be tried. */
  static List<Problem> problems(ParameterValues values, Policies policies) {
    List<Problem> problems = new ArrayList<>();
    String known = "must be one of " + String.join(", ", policies.names());
    values
        .get(SYSCALLS)
        .filter(name -> policies.find(name).isEmpty())
        .ifPresent(name -> problems.add(Problem.of(SYSCALLS.name(), name, known)));
    values
        .get(TRIAL)
        .filter(name -> policies.find(name).filter(TrialPolicy.class::isInstance).isEmpty())
        .ifPresent(
            name -> problems.add(Problem.of(TRIAL.name(), name, known + " that can be tried")));
    values
        .get(FEATURES)
        .filter(f -> f.on().containsAll(Set.of(Feature.MIGRATABLE, Feature.NESTING)))
        .ifPresent(
            f ->
                problems.add(
                    Problem.of(
                        FEATURES.name(),
                        FeatureSet.format(f),
                        "must not have both migratable and nesting on: what containers inside make"
                            + " cannot be checkpointed")));
    return problems;
  }
}
