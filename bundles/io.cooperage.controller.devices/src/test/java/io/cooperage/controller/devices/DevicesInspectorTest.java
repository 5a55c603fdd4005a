package io.cooperage.controller.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.isolation.IsolationGrade;
import io.cooperage.api.isolation.IsolationLayer;
import io.cooperage.api.isolation.IsolationLayer.State;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.spi.kernel.PidHandle;
import io.cooperage.testing.cgroup.SimulatedGroup;
import io.cooperage.testing.controller.TestCell;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DevicesInspectorTest {
  private static final String HARMLESS =
      """
      c 1:3 rwm
      c 1:5 rwm
      c 1:7 rwm
      c 1:8 rwm
      c 1:9 rwm
      c 5:0 rwm
      c 5:2 rwm
      c 136:* rwm
      c *:* m
      b *:* m
      """;

  private static IsolationLayer look(String list) {
    return look(
        TestCell.of(
            Map.of(
                Subsystem.DEVICES, SimulatedGroup.v1("devices:/ct").with("devices.list", list))));
  }

  private static IsolationLayer look(TestCell cell) {
    Sandbox sandbox = new Sandbox("namespaces", cell.id(), new PidHandle(1, 1), Map.of());
    return new DevicesInspector().inspect(sandbox, cell).get(0);
  }

  @Test
  void theHarmlessOnesAloneAreStrong() {
    assertThat(look(HARMLESS))
        .isEqualTo(IsolationLayer.on("devices", "none but the harmless ones"));
  }

  @Test
  void aSingleDeviceIsNamed() {
    assertThat(look(HARMLESS + "c 10:229 rw\n"))
        .satisfies(l -> assertThat(l.grade()).isEqualTo(IsolationGrade.GOOD))
        .satisfies(l -> assertThat(l.found()).endsWith("and c:10:229:rw"));
  }

  @Test
  void aDiskOrMemoryOrAWholeFamilyIsWeak() {
    assertThat(look(HARMLESS + "b 8:0 r\n").grade()).isEqualTo(IsolationGrade.WEAK);
    assertThat(look(HARMLESS + "c 1:1 r\n").grade()).isEqualTo(IsolationGrade.WEAK);
    assertThat(look(HARMLESS + "c 10:* rw\n"))
        .satisfies(l -> assertThat(l.grade()).isEqualTo(IsolationGrade.WEAK))
        .satisfies(l -> assertThat(l.found()).endsWith("and c:10:all:rw"));
    assertThat(look(HARMLESS.replace("b *:* m", "b *:* rm")).grade())
        .isEqualTo(IsolationGrade.WEAK);
  }

  @Test
  void withoutRulesEveryDeviceIsOpen() {
    assertThat(look("a *:* rwm\n").state()).isEqualTo(State.OFF);
    assertThat(look(TestCell.of(Map.of())).state()).isEqualTo(State.OFF);
  }
}
