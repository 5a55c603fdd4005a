package io.cooperage.controller.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.bpf.Instruction;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RuleProgramTest {
  private static final RuleSet RULES =
      RuleSet.standard()
          .with(new Device(true, OptionalInt.of(7), OptionalInt.empty()), new Access(Access.READ))
          .with(new Device(false, OptionalInt.of(4095), OptionalInt.of(1_048_575)), Access.FULL);

  @Test
  void theRulesOfAProgramAreReadFromIt() {
    assertThat(RuleProgram.rules(RuleProgram.of(RULES))).contains(RULES);
    assertThat(RuleProgram.rules(RuleProgram.of(RuleSet.EMPTY))).contains(RuleSet.EMPTY);
  }

  @Test
  void whateverElseIsNoneOfOurs() {
    List<Instruction> code = RuleProgram.of(RULES);
    for (int i = 0; i < code.size(); i++) {
      List<Instruction> changed = new ArrayList<>(code);
      changed.set(i, Instruction.move(7, 77));
      assertThat(RuleProgram.rules(changed)).isEmpty();
      assertThat(RuleProgram.rules(code.subList(0, i))).isEmpty();
    }
  }
}
