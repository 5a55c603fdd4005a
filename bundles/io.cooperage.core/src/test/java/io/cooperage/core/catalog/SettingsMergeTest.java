package io.cooperage.core.catalog;

import static io.cooperage.core.catalog.CatalogFixture.list;
import static io.cooperage.core.catalog.CatalogFixture.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.api.parameter.ValueTypes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SettingsMergeTest {
  private final CatalogFixture fixture = new CatalogFixture();

  @BeforeEach
  void open() {
    fixture.add(
        "test",
        0,
        number("weight"),
        list("ip", "ipadd", "ipdel"),
        Parameter.builder("pass", ValueTypes.line("TEXT", s -> true, ""))
            .secret()
            .description("A secret.")
            .group("test")
            .build());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Proposal merge(Map<String, List<String>> stored, RawSetting... settings) {
    return new SettingsMerge(fixture.catalog().view(Map.of()), n -> n.equals("gone"), stored)
        .add(List.of(settings))
        .proposal();
  }

  private ContainerException failure(Map<String, List<String>> stored, RawSetting... settings) {
    return catchThrowableOfType(ContainerException.class, () -> merge(stored, settings));
  }

  @Test
  void aValueIsStoredInItsCanonicalForm() {
    assertThat(merge(Map.of(), RawSetting.set("weight", "007")).after())
        .containsEntry("weight", List.of("7"));
  }

  @Test
  void repeatedSetsOfAListReplaceItByAllOfThem() {
    assertThat(
            merge(
                    Map.of("ip", List.of("old")),
                    RawSetting.set("ip", "a"),
                    RawSetting.set("ip", "b"))
                .after())
        .containsEntry("ip", List.of("a", "b"));
  }

  @Test
  void entriesAreAddedOnceAndRemoved() {
    Map<String, List<String>> stored = Map.of("ip", List.of("10.0.0.1/24", "b"));
    assertThat(merge(stored, RawSetting.add("ip", "b"), RawSetting.add("ip", "c")).after())
        .containsEntry("ip", List.of("10.0.0.1/24", "b", "c"));
    assertThat(merge(stored, RawSetting.remove("ip", "10.0.0.1")).after())
        .containsEntry("ip", List.of("b"));
    assertThat(merge(stored, RawSetting.remove("ip", "all")).after()).doesNotContainKey("ip");
    assertThat(failure(stored, RawSetting.remove("ip", "x"))).hasMessage("ip 'x' is not set");
  }

  @Test
  void onlyAnAddressIsRemovedWithoutItsLength() {
    fixture.add("firewall", 0, list("rules", "ruleadd", "ruledel"));
    Map<String, List<String>> stored = Map.of("rules", List.of("from/10.0.0.0", "from/10.0.0.0/8"));
    assertThat(merge(stored, RawSetting.remove("rules", "from/10.0.0.0")).after())
        .containsEntry("rules", List.of("from/10.0.0.0/8"));
  }

  @Test
  void aResetDropsTheTextAlsoOfAParameterThatNobodyOwns() {
    Proposal proposal =
        merge(
            Map.of("weight", List.of("7"), "gone", List.of("x")),
            RawSetting.reset("weight"),
            RawSetting.reset("gone"));
    assertThat(proposal.after()).isEmpty();
    assertThat(proposal.changed()).containsExactly("weight", "gone");
  }

  @Test
  void whatStaysTheSameIsNoChange() {
    assertThat(merge(Map.of("weight", List.of("7")), RawSetting.set("weight", "7")).changed())
        .isEmpty();
  }

  @Test
  void aSecretIsNotAmongTheTexts() {
    Proposal proposal = merge(Map.of(), RawSetting.set("pass", "word"));
    assertThat(proposal.after()).isEmpty();
    assertThat(proposal.secrets()).containsEntry("pass", List.of("word"));
    assertThat(proposal.changed()).containsExactly("pass");
  }

  @Test
  void everyProblemIsToldAtOnce() {
    ContainerException e =
        failure(
            Map.of(),
            RawSetting.set("weight", "abc"),
            RawSetting.set("weight", "5000"),
            RawSetting.add("weight", "1"));
    assertThat(e.code()).isEqualTo(ErrorCode.BAD_VALUE);
    assertThat(e.problems()).hasSize(3);
  }

  @Test
  void anUnknownParameterIsABadOptionAndAKnownOneHasNoController() {
    assertThat(failure(Map.of(), RawSetting.set("wieght", "1")).code())
        .isEqualTo(ErrorCode.BAD_OPTION);
    assertThat(failure(Map.of(), RawSetting.set("gone", "1")).code())
        .isEqualTo(ErrorCode.NO_CONTROLLER);
  }
}
