package io.cooperage.controller.cpu;

import static io.cooperage.controller.cpu.CpuParameters.CPULIMIT;
import static io.cooperage.controller.cpu.CpuParameters.CPUS;
import static io.cooperage.controller.cpu.CpuParameters.CPUUNITS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.node.HostFacts;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuParametersTest {
  private static final HostFacts SMALL =
      new HostFacts(1L << 30, 2, "test", Map.of("cgroup.cpu", "v1"));

  @Test
  void aPercentSignIsAccepted() {
    assertThat(CPULIMIT.type().parse("50%")).isEqualTo(CpuLimit.percent(50));
    assertThat(CPULIMIT.type().parse("50")).isEqualTo(CpuLimit.percent(50));
    assertThat(CPULIMIT.type().format(CpuLimit.percent(50))).isEqualTo("50");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-5", "12Q", "1.5", "%", "50%%", "102401", "", "%m"})
  void nonsenseLimitsAreRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CPULIMIT.type().parse(text))
        .withMessageContaining("whole number between");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "500001", "-1", "many"})
  void unitsOutsideVzctlsRangeAreRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> CPUUNITS.type().parse(text));
  }

  @Test
  void moreCpusThanTheNodeHasAreAProblem() {
    ParameterValues values = ParameterValues.builder().put(CPUS, 3L).build();

    assertThat(CpuControllerContractCases.cpu().validate(values, SMALL))
        .extracting(Problem::message)
        .containsExactly("cpus '3' must be at most 2, the CPUs of this node");
  }

  @Test
  void withoutTheControllerEverySettingIsAProblem() {
    HostFacts none = new HostFacts(1L << 30, 2, "test", Map.of("cgroup.cpu", "none"));
    ParameterValues values =
        ParameterValues.builder().put(CPUUNITS, 500L).put(CPULIMIT, CpuLimit.percent(10)).build();

    assertThat(CpuControllerContractCases.cpu().validate(values, none)).hasSize(2);
    assertThat(CpuControllerContractCases.cpu().validate(ParameterValues.empty(), none)).isEmpty();
  }

  @Test
  void megahertzKeepTheirSuffix() {
    assertThat(CPULIMIT.type().parse("1200m")).isEqualTo(new CpuLimit(1200, true));
    assertThat(CPULIMIT.type().parse("1200M")).isEqualTo(new CpuLimit(1200, true));
    assertThat(CPULIMIT.type().format(new CpuLimit(1200, true))).isEqualTo("1200m");
  }
}
