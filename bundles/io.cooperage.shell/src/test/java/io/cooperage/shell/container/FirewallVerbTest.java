package io.cooperage.shell.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.firewall.FirewallCount;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.shell.verb.Runs;
import io.cooperage.testing.front.FakeContainers;
import io.cooperage.testing.front.FakeJobs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirewallVerbTest {
  private static final String SSH = "in accept tcp port 22";
  private static final String WEB = "in accept tcp port 80";

  private final FakeContainers containers = new FakeContainers(new FakeJobs());
  private final FirewallVerb firewall =
      new FirewallVerb(containers, id -> List.of(new FirewallCount("firewall", WEB, 4, 240)));

  @BeforeEach
  void add() {
    containers.add(101, "", ContainerState.RUNNING);
    containers.parameters(
        101, Map.of("firewall", List.of(SSH, WEB), "firewall_in", List.of("drop")));
  }

  private Object asked(String words) {
    assertThat(Runs.ct(firewall, ("101 " + words).split(" ", -1)).code()).isZero();
    return containers.asked().get(0);
  }

  @Test
  void rulesAreListedInTheirOrderWithWhatTheyMet() {
    assertThat(Runs.ct(firewall, "101", "list").output())
        .contains("NUMBER", "policy in drop", "policy out accept")
        .containsPattern("(?s)1  +" + SSH + "  +-  +-\n2  +" + WEB + "  +4  +240\n");
    assertThat(Runs.ct(firewall, "101", "list", "--json").output())
        .contains("\"in\"", "\"rules\"", SSH, "\"packets\"");
  }

  @Test
  void aRuleIsAddedLastOrAtItsPlace() {
    assertThat(asked("add out drop udp"))
        .isEqualTo(List.of(RawSetting.add("firewall", "out drop udp")));
  }

  @Test
  void aRuleAtAPlaceSetsTheWholeList() {
    assertThat(asked("add out drop udp --at 2"))
        .isEqualTo(
            List.of(
                RawSetting.set("firewall", SSH),
                RawSetting.set("firewall", "out drop udp"),
                RawSetting.set("firewall", WEB)));
  }

  @Test
  void aRuleIsDeletedByItsNumber() {
    assertThat(asked("delete 2")).isEqualTo(List.of(RawSetting.set("firewall", SSH)));
  }

  @Test
  void theLastRuleLeavesNone() {
    containers.parameters(101, Map.of("firewall", List.of(SSH)));
    assertThat(asked("delete 1")).isEqualTo(List.of(RawSetting.reset("firewall")));
  }

  @Test
  void policiesAndFlushAreSettings() {
    assertThat(asked("policy out reject"))
        .isEqualTo(List.of(RawSetting.set("firewall_out", "reject")));
    assertThat(asked("policy out reject --dry-run")).isNotNull();
    Runs.ct(firewall, "101", "flush");
    assertThat(containers.asked()).contains(List.of(RawSetting.reset("firewall")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "show",
        "list all",
        "add",
        "add in drop --at 4",
        "add in drop --at 0",
        "delete",
        "delete 0",
        "delete 3",
        "delete one",
        "delete 1 --at 2",
        "policy",
        "policy both drop",
        "flush 1"
      })
  void nonsenseIsRefused(String words) {
    String[] all = ("101 " + words).split(" ", -1);

    assertThatThrownBy(() -> Runs.ct(firewall, all)).isInstanceOf(RuntimeException.class);
    assertThat(containers.asked()).isEmpty();
  }
}
