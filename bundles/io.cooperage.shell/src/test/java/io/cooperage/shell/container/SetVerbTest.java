package io.cooperage.shell.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.Scope;
import io.cooperage.api.container.SetOptions;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.shell.verb.Runs;
import io.cooperage.testing.front.FakeCatalog;
import io.cooperage.testing.front.FakeContainers;
import io.cooperage.testing.front.FakeJobs;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SetVerbTest {
  private final FakeCatalog catalog = new FakeCatalog();
  private final FakeContainers containers =
      new FakeContainers(new FakeJobs()).add(101, "web", ContainerState.RUNNING);
  private final SetVerb set = new SetVerb(containers, catalog);

  @Test
  void changesAreShownWithWhenTheyHold() {
    assertThat(Runs.ct(set, "101", "--cpuunits", "500", "--save").output())
        .isEqualTo("cpuunits: default -> 500, now\nnote: rounded\n");
    assertThat(containers.asked())
        .containsExactly(List.of(RawSetting.set("cpuunits", "500")), SetOptions.both());
  }

  @Test
  void scopeAndDryRunReachTheService() {
    Runs.ct(set, "101", "--dry-run", "--scope", "saved", "--unset", "cpuunits");

    assertThat(containers.asked())
        .containsExactly(
            List.of(RawSetting.reset("cpuunits")),
            new SetOptions(Scope.SAVED, true, OptionalLong.empty()));
    assertThatThrownBy(() -> Runs.ct(set, "101", "--scope", "x", "--onboot", "yes"))
        .hasMessageContaining("running, saved or both");
  }

  @Test
  void aDryRunIsATableOfOldNewKnobAndTime() {
    assertThat(Runs.ct(set, "101", "--dry-run", "--cpuunits", "500").output())
        .isEqualTo(
            """
            PARAMETER  OLD      NEW  WHERE      WHEN
            cpuunits   default  500  fake:knob  now
            Nothing was changed.
            note: rounded
            """);
  }

  @Test
  void forceAndASampleReachTheService() {
    Runs.ct(set, "101", "--force", "--applyconfig", "vswap-1g");

    assertThat(containers.asked())
        .containsExactly(List.of(), SetOptions.both().forced().withSample("vswap-1g"));
    assertThat(Runs.complete(set, "--applyconfig", "v")).containsExactly("vswap-1g");
  }

  @Test
  void nameAndLabelsAreDescribed() {
    assertThat(Runs.ct(set, "101", "--name", "db", "--label", "a=").code()).isZero();
    assertThat(containers.asked()).containsExactly(Map.of("a", ""));
  }

  @Test
  void aNameThatIsTakenKeepsTheRestFromBeingSet() {
    containers.add(102, "db", ContainerState.RUNNING);
    assertThatThrownBy(() -> Runs.ct(set, "101", "--cpuunits", "500", "--name", "db"))
        .hasMessage("the name 'db' is that of CT 102");
    assertThat(containers.asked()).isEmpty();
    assertThat(Runs.ct(set, "101", "--cpuunits", "500", "--name", "web").code()).isZero();
  }

  @Test
  void nothingToSetIsAnError() {
    assertThatThrownBy(() -> Runs.ct(set, "101")).hasMessageContaining("nothing to set");
  }

  @Test
  void jsonIsTheReport() {
    assertThat(Runs.ct(set, "101", "--onboot", "yes", "--json").output())
        .contains("\"notes\" : [ \"rounded\" ]");
  }

  @Test
  void showComparesAskedAndEffective() {
    String text = Runs.ct(new ShowVerb(containers), "101").output();

    assertThat(text)
        .contains("CTID:         101", "Name:         web")
        .contains("cpuunits   1000   1024       cpu.shares  -");
    assertThat(Runs.ct(new ShowVerb(containers), "101", "--json").output())
        .contains("\"values\" : [ {");
  }

  @Test
  void parametersAreListedAndExplained() {
    ParametersVerb parameters = new ParametersVerb(catalog);

    assertThat(Runs.ct(parameters).output()).contains("cpuunits  cpu", "owner-of-cpuunits");
    assertThat(Runs.ct(parameters, "ipadd").output())
        .contains("ADDRESS[/PREFIX], several", "--ipadd, --ipdel");
    assertThat(Runs.ct(parameters, "--json").output()).contains("\"applies\" : \"live\"");
    assertThatThrownBy(() -> Runs.ct(parameters, "none")).hasMessageContaining("is not known");
  }
}
