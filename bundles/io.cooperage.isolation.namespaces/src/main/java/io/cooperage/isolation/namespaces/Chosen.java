package io.cooperage.isolation.namespaces;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.isolation.FeatureOpenings;
import io.cooperage.spi.isolation.IsolationPolicy;
import io.cooperage.spi.isolation.IsolationPolicy.Rules;
import io.cooperage.spi.isolation.Openings;
import io.cooperage.spi.isolation.TrialPolicy;
import io.cooperage.spi.kernel.BpfProgram;
import io.cooperage.spi.kernel.IdMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was chosen for one CT, and holds for it until it is stopped: for its init and for every
 * program that enters it.
 *
 * @param policy its name
 * @param trial name of the policy on trial; empty for none
 * @param features that are opened
 */
record Chosen(String policy, String trial, boolean noNewPrivileges, Set<String> features) {
  private static final String FEATURES = "features";
  private static final String POLICY = "policy";
  private static final String NO_NEW_PRIVILEGES = "nonewprivs";
  private static final String TRIAL_FILTERS = "trial-filters";
  private static final String TRIAL_MISSED = "trial-missed";

  static Chosen of(ParameterValues values, Policies policies) {
    String asked = values.get(IsolationParameters.SYSCALLS).orElse("");
    return new Chosen(
        find(policies, asked).name(),
        values.get(IsolationParameters.TRIAL).orElse(""),
        values.get(IsolationParameters.NO_NEW_PRIVILEGES).orElse(false),
        values.get(IsolationParameters.FEATURES).orElseThrow().words());
  }

  /** What a sandbox was launched with; one of a daemon before had the best policy. */
  static Chosen of(Map<String, String> properties) {
    return new Chosen(
        properties.getOrDefault(POLICY, ""),
        properties.getOrDefault(TrialPolicy.TRIAL, ""),
        properties.containsKey(NO_NEW_PRIVILEGES),
        Set.of(properties.getOrDefault(FEATURES, "").split(",", -1)));
  }

  /**
   * To be stored with the sandbox.
   *
   * @param tried how many filters its trial has; none if the policy was not there
   */
  Map<String, String> properties(int tried) {
    Map<String, String> all = new HashMap<>();
    all.put(FEATURES, String.join(",", features));
    all.put(POLICY, policy);
    if (!trial.isEmpty() && tried > 0) {
      all.put(TrialPolicy.TRIAL, trial);
      all.put(TRIAL_FILTERS, Integer.toString(tried));
    } else if (!trial.isEmpty()) {
      all.put(TRIAL_MISSED, trial);
    }
    if (noNewPrivileges) {
      all.put(NO_NEW_PRIVILEGES, "yes");
    }
    return all;
  }

  /**
   * The rules. A trial's filters come first: they let everything through.
   *
   * @throws ContainerException WAITING if a policy is not there any more: a program must never get
   *     another one than its CT
   */
  Rules rules(IdMap map, Policies policies) {
    return rules(map, policies, trials(map, policies));
  }

  /** The rules with a trial's filters, as {@link #trials} gave them. */
  Rules rules(IdMap map, Policies policies, List<BpfProgram> tried) {
    Rules rules = find(policies, policy).rules(map, features);
    List<BpfProgram> further = new ArrayList<>(tried);
    further.addAll(rules.further());
    return new Rules(
        rules.seccomp(),
        rules.dropCapabilities(),
        rules.maskedPaths(),
        rules.readOnlyPaths(),
        rules.noNewPrivileges() || noNewPrivileges,
        further);
  }

  /**
   * What its features put into it.
   *
   * @throws ContainerException WAITING if the policy is not there
   */
  Openings openings(Policies policies) {
    return find(policies, policy) instanceof FeatureOpenings table
        ? table.openings(features)
        : Openings.NONE;
  }

  /** Filters of the trial; none if its policy is gone: nothing depends on it. */
  List<BpfProgram> trials(IdMap map, Policies policies) {
    return tried(policies).map(policy -> policy.trial(map, features)).orElse(List.of());
  }

  /** The policy on trial; empty for none, or if it is gone. */
  Optional<TrialPolicy> tried(Policies policies) {
    return Optional.of(trial)
        .filter(name -> !name.isEmpty())
        .flatMap(policies::find)
        .filter(TrialPolicy.class::isInstance)
        .map(TrialPolicy.class::cast);
  }

  /** How many of a sandbox's filters only log. */
  static int filtersOnTrial(Map<String, String> properties) {
    return Integer.parseInt(properties.getOrDefault(TRIAL_FILTERS, "0"));
  }

  /** The policy that was to be tried on a sandbox and was not there when it was launched. */
  static Optional<String> missed(Map<String, String> properties) {
    return Optional.ofNullable(properties.get(TRIAL_MISSED));
  }

  private static IsolationPolicy find(Policies policies, String name) {
    return policies
        .find(name)
        .orElseThrow(
            () ->
                new ContainerException(
                    ErrorCode.WAITING,
                    "waiting for the isolation policy '" + name + "'",
                    "There are " + String.join(", ", policies.names()) + "."));
  }
}
