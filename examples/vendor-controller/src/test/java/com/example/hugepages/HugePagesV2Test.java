package com.example.hugepages;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.node.HostFacts;
import io.cooperage.testing.cgroup.SimulatedGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HugePagesV2Test extends HugePagesContractCases {
  @Override
  SimulatedGroup kernel() {
    return SimulatedGroup.v2("hugetlb:/ct")
        .with("hugetlb.2MB.max", "max", v -> v.equals("max") ? v : rounded(v))
        .with("hugetlb.2MB.current", "8388608")
        .with("hugetlb.2MB.events", "max 3");
  }

  @Test
  void whatTheKernelRoundsIsNamed() {
    ResourceController controller = controller();
    controller.apply(cell(), values(5L << 20));

    Effective effective = controller.readBack(cell()).get(0);

    assertThat(effective.value()).isEqualTo("4M");
    assertThat(effective.rounding()).isEqualTo("5M");
    assertThat(effective.where()).contains("hugetlb:/ct", "hugetlb.2MB.max");
  }

  @Test
  void aLimitBelowWhatIsHeldIsForetold() {
    assertThat(controller().foresee(cell(), values(4L << 20)))
        .singleElement()
        .satisfies(c -> assertThat(c.message()).contains("8388608 bytes are held"));
    assertThat(controller().foresee(cell(), values(8L << 20))).isEmpty();
    assertThat(controller().foresee(cell(), ParameterValues.empty())).isEmpty();
  }

  @Test
  void aHostWithoutTheControllerIsNamedInTheRefusal() {
    HostFacts host = new HostFacts(1L << 30, 2, "test", Map.of("cgroup.hugetlb", "none"));

    assertThat(controller().validate(values(0), host))
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("hugetlb controller", "CONFIG_CGROUP"));
  }

  @Test
  void theCountersHaveAllThatTheKernelKeeps() {
    controller().apply(cell(), values(16L << 20));

    assertThat(controller().counts(cell()))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.held()).isEqualTo(8L << 20);
              assertThat(line.limit()).hasValue(16L << 20);
              assertThat(line.failCount()).hasValue(3);
            });
  }

  @Test
  void refusalsBetweenTwoLooksAreOneEvent() {
    List<String> told = new ArrayList<>();
    HugePageGroup pages = new HugePageGroup(group());
    AtomicLong seen = new AtomicLong(pages.refused().orElseThrow());

    RefusalMonitor.look(pages, seen, (type, message, details) -> told.add(type + " " + message));
    group().with("hugetlb.2MB.events", "max 10");
    RefusalMonitor.look(pages, seen, (type, message, details) -> told.add(type + " " + message));

    assertThat(told)
        .containsExactly("limit.hugepages hugepages is used up: 7 huge pages were refused");
  }
}
