package io.cooperage.controller.pids;

import static io.cooperage.controller.pids.PidsParameters.NUMPROC;
import static io.cooperage.controller.pids.PidsParameters.NUMPTY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Consequence;
import io.cooperage.spi.controller.ResourceCount;
import io.cooperage.spi.node.HostFacts;
import io.cooperage.testing.cgroup.SimulatedGroup;
import io.cooperage.testing.controller.TestCell;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The contract on v2's files, and what the controller makes of odd ones. */
class PidsControllerV2Test extends PidsContractCases {
  private final SimulatedGroup group =
      SimulatedGroup.v2("unified:/ct")
          .with("pids.max", "max")
          .with("pids.current", "12")
          .with("pids.peak", "40")
          .with("pids.events", "max 3");
  private final Cell cell = TestCell.of(Map.of(Subsystem.PIDS, group));

  @Override
  protected Cell cell() {
    return cell;
  }

  @Override
  protected Cell gone() {
    return TestCell.of(Map.of(Subsystem.PIDS, SimulatedGroup.v2("unified:/gone")));
  }

  @Test
  void countsAreThoseOfTheKernel() {
    PidsController controller = new PidsController();
    controller.apply(cell, ParameterValues.builder().put(NUMPROC, 50L).build());

    assertThat(controller.counts(cell))
        .containsExactly(
            ResourceCount.held("numproc", "count", 12).maxHeld(40).limit(50).failCount(3));
  }

  @Test
  void whatAnOldKernelDoesNotCountIsLeftOut() {
    SimulatedGroup old =
        SimulatedGroup.v2("unified:/ct").with("pids.max", "9").with("pids.current", "1");

    ResourceCount count =
        new PidsController().counts(TestCell.of(Map.of(Subsystem.PIDS, old))).get(0);

    assertThat(count.maxHeld()).isEqualTo(OptionalLong.empty());
    assertThat(count.failCount()).isEqualTo(OptionalLong.empty());
  }

  @Test
  void refusedForksOfAPrivilegedContainerAreThoseBelowOnV1() {
    SimulatedGroup inner = SimulatedGroup.v1("pids:/ct/ns").with("pids.events", "max 4");
    SimulatedGroup outer =
        SimulatedGroup.v1("pids:/ct")
            .with("pids.events", "max 1")
            .with("pids.max", "9")
            .with(inner);

    assertThat(new TaskGroup(outer, true).refused()).hasValue(5);
    assertThat(new TaskGroup(outer, false).refused()).hasValue(1);
  }

  @Test
  void someGroupsAreAskedOfAContainerThatHasMadeVeryMany() {
    SimulatedGroup outer = SimulatedGroup.v1("pids:/ct").with("pids.events", "max 1");
    for (int i = 0; i < 5000; i++) {
      outer.with(SimulatedGroup.v1("pids:/ct/" + i).with("pids.events", "max 1"));
    }

    assertThat(new TaskGroup(outer, true).refused()).hasValue(1 + 256);
  }

  @Test
  void aKnobThatNumprocNeverSetIsLeftToItsOwner() {
    group.write("pids.max", "77");

    PidsController controller = new PidsController();
    controller.apply(cell, ParameterValues.empty());

    assertThat(group.read("pids.max")).isEqualTo("77");
    assertThat(controller.readBack(cell).get(0).value()).isEqualTo("77");
  }

  @Test
  void withoutNumprocAContainerGetsItsPartOfTheNodes() {
    PidsController controller = new PidsController();
    controller.apply(cell, ParameterValues.empty());
    assertThat(group.read("pids.max")).isEqualTo(Long.toString(NodeTasks.usual()));

    controller.apply(cell, ParameterValues.builder().put(NUMPROC, CountType.UNLIMITED).build());
    assertThat(group.read("pids.max")).isEqualTo("max");

    controller.apply(cell, ParameterValues.empty());
    assertThat(group.read("pids.max")).isEqualTo(Long.toString(NodeTasks.usual()));
  }

  @Test
  void takingOverSomebodyElsesKnobIsForeseen() {
    group.write("pids.max", "77");

    assertThat(
            new PidsController().foresee(cell, ParameterValues.builder().put(NUMPROC, 50L).build()))
        .extracting(Consequence::message)
        .containsExactly(
            "unified:/ct pids.max holds 77, which numproc did not set: another controller or"
                + " somebody by hand has; it is overwritten");
  }

  @Test
  void theUsualLimitOfAContainerThatHasNoneOfItsOwnIsNobodyElses() {
    PidsController controller = new PidsController();
    controller.apply(cell, ParameterValues.empty());

    assertThat(controller.readBack(cell).get(0).value()).isNotEmpty();
    assertThat(controller.foresee(cell, ParameterValues.builder().put(NUMPROC, 500_000L).build()))
        .isEmpty();
  }

  @Test
  void aLimitBelowPresentUseIsForeseenAsHarmless() {
    assertThat(
            new PidsController().foresee(cell, ParameterValues.builder().put(NUMPROC, 12L).build()))
        .containsExactly(
            Consequence.harmless(
                "numproc",
                "12 tasks run: none is ended, but no further one starts until fewer than 12 are"
                    + " left"));
  }

  @Test
  void terminalsOfAContainerWithoutAnyAreAnError() {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(
            () ->
                new PidsController().apply(cell, ParameterValues.builder().put(NUMPTY, 5L).build()))
        .withMessageContaining("has no terminals at /dev/pts");
  }

  @Test
  void withoutThePidsControllerNumprocIsRefused() {
    HostFacts none = new HostFacts(1L << 30, 2, "test", Map.of("cgroup.pids", "none"));

    assertThat(
            new PidsController()
                .validate(
                    ParameterValues.builder().put(NUMPROC, 50L).put(NUMPTY, 5L).build(), none))
        .extracting(Problem::message)
        .containsExactly("numproc '50' needs the pids controller, which this host lacks");
  }
}
