package io.cooperage.isolation.namespaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.isolation.FeatureOpenings;
import io.cooperage.spi.isolation.IsolationPolicy;
import io.cooperage.spi.isolation.Openings;
import io.cooperage.spi.isolation.TrialPolicy;
import io.cooperage.spi.kernel.BpfProgram;
import io.cooperage.spi.kernel.IdMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PoliciesTest {
  private static final IdMap MAP = new IdMap(524288, 65536);
  private static final BpfProgram RULE = new BpfProgram(new byte[8]);
  private static final BpfProgram LOGGING = new BpfProgram(new byte[16]);

  private final Policies policies = new Policies();

  /** Cannot be tried. */
  private record Plain(String name) implements IsolationPolicy, FeatureOpenings {
    @Override
    public Rules rules(IdMap idMap, Set<String> features) {
      return new Rules(RULE, Set.of(), List.of(), List.of(), false);
    }

    @Override
    public Openings openings(Set<String> features) {
      return opened(features);
    }
  }

  private static Openings opened(Set<String> features) {
    return features.contains("bpf") ? new Openings(3, List.of("/srv/bpf")) : Openings.NONE;
  }

  private record Tried(String name) implements TrialPolicy {
    @Override
    public Rules rules(IdMap idMap, Set<String> features) {
      return new Rules(RULE, Set.of(), List.of(), List.of(), false, List.of(RULE));
    }

    @Override
    public List<BpfProgram> trial(IdMap idMap, Set<String> features) {
      return List.of(LOGGING);
    }
  }

  private static ParameterValues values(String... words) {
    ParameterValues.Builder builder =
        ParameterValues.builder().parse(IsolationParameters.FEATURES, List.of("bpf:on"));
    for (int i = 0; i < words.length; i += 2) {
      String name = words[i];
      IsolationParameters.ALL.stream()
          .filter(p -> p.name().equals(name))
          .forEach(p -> builder.parse(p, List.of(words[words.length - 1])));
    }
    return builder.build();
  }

  @Test
  void theBestPolicyIsTakenUnlessOneIsNamed() {
    policies.bindPolicy(new Plain("low"), Map.of("service.ranking", -10, "service.id", 1L));
    policies.bindPolicy(new Plain("second"), Map.of("service.id", 3L));
    policies.bindPolicy(new Plain("first"), Map.of("service.id", 2L));

    assertThat(Chosen.of(values(), policies).policy()).isEqualTo("first");
    assertThat(Chosen.of(values("syscalls", "low"), policies).policy()).isEqualTo("low");
    assertThat(policies.names()).containsExactly("first", "low", "second");
  }

  @Test
  void aPolicyOfARankBelowZeroIsTakenByItsNameAlone() {
    policies.bindPolicy(new Plain("strict"), Map.of("service.ranking", -10));

    assertThat(policies.find("")).isEmpty();
    assertThat(policies.find("strict")).isPresent();
  }

  @Test
  void aTrialWhosePolicyIsGoneStopsNothing() {
    Tried gone = new Tried("strict");
    policies.bindPolicy(new Plain("plain"), Map.of());
    policies.bindPolicy(gone, Map.of("service.ranking", -10));
    Chosen chosen = Chosen.of(values("syscalls-trial", "strict"), policies);
    policies.unbindPolicy(gone);

    assertThat(chosen.rules(MAP, policies).further()).isEmpty();
    Map<String, String> stored = chosen.properties(chosen.trials(MAP, policies).size());
    assertThat(stored).doesNotContainKey(TrialPolicy.TRIAL);
    assertThat(Chosen.missed(stored)).contains("strict");
    assertThat(Chosen.filtersOnTrial(stored)).isZero();
  }

  @Test
  void whatWasChosenOutlivesTheDaemon() {
    policies.bindPolicy(new Tried("strict"), Map.of());
    Chosen chosen = Chosen.of(values("nonewprivs", "yes"), policies);

    Chosen adopted = Chosen.of(chosen.properties(1));

    assertThat(adopted).isEqualTo(chosen);
    assertThat(adopted.features()).containsExactly("bpf");
    assertThat(adopted.rules(MAP, policies).noNewPrivileges()).isTrue();
  }

  @Test
  void aTrialsFiltersComeBeforeThoseInForce() {
    policies.bindPolicy(new Tried("strict"), Map.of());

    IsolationPolicy.Rules rules =
        Chosen.of(values("syscalls-trial", "strict"), policies).rules(MAP, policies);

    assertThat(rules.further()).containsExactly(LOGGING, RULE);
    assertThat(
            Chosen.filtersOnTrial(
                Chosen.of(values("syscalls-trial", "strict"), policies).properties(1)))
        .isEqualTo(1);
    assertThat(rules.seccomp()).isSameAs(RULE);
  }

  @Test
  void aProgramNeverGetsAnotherPolicyThanItsContainer() {
    Plain gone = new Plain("gone");
    policies.bindPolicy(gone, Map.of("service.ranking", 1));
    policies.bindPolicy(new Plain("other"), Map.of());
    Chosen chosen = Chosen.of(values(), policies);
    policies.unbindPolicy(gone);

    assertThatThrownBy(() -> chosen.rules(MAP, policies))
        .isInstanceOfSatisfying(
            ContainerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WAITING));
  }

  @Test
  void aPolicySaysWhatItsFeaturesNeed() {
    policies.bindPolicy(new Plain("plain"), Map.of());

    Openings openings = Chosen.of(values(), policies).openings(policies);

    assertThat(openings).isEqualTo(new Openings(3, List.of("/srv/bpf")));
  }

  @Test
  void aContainerThatHoldsOthersCannotBeMigratable() {
    policies.bindPolicy(new Plain("plain"), Map.of());

    assertThat(IsolationParameters.problems(values("features", "nesting:on"), policies)).isEmpty();
    assertThat(
            IsolationParameters.problems(values("features", "nesting:on,migratable:on"), policies))
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("migratable and nesting"));
  }

  @Test
  void policiesThatAreNotThereOrCannotBeTriedAreProblems() {
    policies.bindPolicy(new Plain("plain"), Map.of());

    assertThat(IsolationParameters.problems(values("syscalls", "strict"), policies))
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("strict", "plain"));
    assertThat(IsolationParameters.problems(values("syscalls-trial", "plain"), policies))
        .hasSize(1);
    assertThat(IsolationParameters.problems(values("syscalls", "plain"), policies)).isEmpty();
  }
}
