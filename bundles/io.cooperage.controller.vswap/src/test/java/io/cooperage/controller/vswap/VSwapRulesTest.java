package io.cooperage.controller.vswap;

import static io.cooperage.controller.vswap.VSwapParameters.GUARANTEE;
import static io.cooperage.controller.vswap.VSwapParameters.OOM_POLICY;
import static io.cooperage.controller.vswap.VSwapParameters.PHYSPAGES;
import static io.cooperage.controller.vswap.VSwapParameters.SWAPPAGES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.node.HostFacts;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VSwapRulesTest {
  private static final HostFacts HOST =
      new HostFacts(
          8L << 30, 2, "test", Map.of("cgroup.memory", "v1", "zram.size", "" + (4L << 30)));

  @ParameterizedTest
  @ValueSource(strings = {"1K", "-5", "12Q", "4095K", "", "1.5", "2M:1M"})
  void nonsenseIsRefusedByItsSyntax(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> PHYSPAGES.type().parse(text));
  }

  @Test
  void tooLittleNamesTheLeast() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PHYSPAGES.type().parse("1K"))
        .withMessage("must be between 4M and unlimited");
  }

  @ParameterizedTest
  @CsvSource({"512M,536870912", "131072,536870912", "0:131072,536870912", "1.5G,1610612736"})
  void vzctlsNotationsAreRead(String text, long bytes) {
    assertThat(PHYSPAGES.type().parse(text)).isEqualTo(bytes);
  }

  @Test
  void moreThanTheNodeHasIsAProblem() {
    ParameterValues values =
        ParameterValues.builder().put(PHYSPAGES, 999L << 40).put(SWAPPAGES, 13L << 30).build();

    assertThat(VSwapRules.problems(values, HOST))
        .extracting(Problem::message)
        .containsExactly(
            "physpages '999T' must be at most 12288M, this node's RAM (8192M) and swap (4096M);"
                + " or unlimited",
            "swappages '13G' must be at most 12288M, this node's RAM (8192M) and swap (4096M);"
                + " or unlimited");
  }

  @Test
  void swapBesideUnlimitedRamIsAProblemBecauseItWouldDoNothing() {
    ParameterValues alone = ParameterValues.builder().put(SWAPPAGES, 1L << 30).build();
    ParameterValues beside =
        ParameterValues.builder().put(PHYSPAGES, Long.MAX_VALUE).put(SWAPPAGES, 1L << 30).build();

    assertThat(VSwapRules.problems(alone, HOST)).isEmpty();
    assertThat(VSwapRules.problems(beside, HOST))
        .extracting(Problem::subject)
        .containsExactly("swappages");
  }

  @Test
  void withoutTheControllerEverySettingIsAProblem() {
    HostFacts none = new HostFacts(8L << 30, 2, "test", Map.of("cgroup.memory", "none"));
    ParameterValues values =
        ParameterValues.builder().put(PHYSPAGES, 1L << 30).put(SWAPPAGES, 0L).build();

    assertThat(VSwapRules.problems(values, none)).hasSize(2);
  }

  @Test
  void aGuaranteeNeedsItsWholeAndFitsIt() {
    ParameterValues share =
        ParameterValues.builder().put(GUARANTEE, new MemoryGuarantee(50, true)).build();
    ParameterValues large =
        ParameterValues.builder()
            .put(PHYSPAGES, 1L << 30)
            .put(GUARANTEE, MemoryGuarantee.bytes(2L << 30))
            .put(OOM_POLICY, OomPolicy.CONTAINER)
            .build();

    assertThat(VSwapRules.problems(share, HOST))
        .extracting(Problem::message)
        .containsExactly(
            "memguarantee '50%' is a share of physpages, which has no value; give bytes, or set physpages");
    assertThat(VSwapRules.problems(large, HOST))
        .extracting(Problem::message)
        .containsExactly(
            "memguarantee '2G' is more than physpages 1G",
            "oom-policy 'container' needs memory.oom.group, which only cgroup v2 has;"
                + " boot the host with cgroup v2, or use process");
  }

  @Test
  void aGuaranteeFitsWhatACtGetsWithoutPhyspages() {
    assertThat(VSwapRules.problems(guaranteeing(4L << 30), HOST)).isEmpty();
    assertThat(VSwapRules.problems(guaranteeing(5L << 30), HOST))
        .extracting(Problem::message)
        .containsExactly(
            "memguarantee '5G' is more than the 4096M that a CT without physpages gets;"
                + " set physpages too");
  }

  private static ParameterValues guaranteeing(long bytes) {
    return ParameterValues.builder().put(GUARANTEE, MemoryGuarantee.bytes(bytes)).build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "512", "101%", "-1%", "1.5", "many", "12Q"})
  void aGuaranteeWithoutAUnitIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> GUARANTEE.type().parse(text));
  }

  @Test
  void aGuaranteeIsReadInBytesAndInPercent() {
    ParameterValues values =
        ParameterValues.builder()
            .put(PHYSPAGES, 1L << 30)
            .put(GUARANTEE, GUARANTEE.type().parse("25%"))
            .build();

    assertThat(VSwapParameters.guarantee(values)).isEqualTo(256L << 20);
    assertThat(GUARANTEE.type().parse("0")).isEqualTo(MemoryGuarantee.bytes(0));
    assertThat(GUARANTEE.type().format(MemoryGuarantee.bytes(512L << 20))).isEqualTo("512M");
  }
}
