package io.cooperage.shell.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.isolation.IsolationGrade;
import io.cooperage.api.isolation.IsolationLayer;
import io.cooperage.shell.verb.Runs;
import io.cooperage.testing.front.FakeContainers;
import io.cooperage.testing.front.FakeIsolationReports;
import io.cooperage.testing.front.FakeJobs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IsolationVerbTest {
  private final FakeContainers containers = new FakeContainers(new FakeJobs());
  private final FakeIsolationReports reports = new FakeIsolationReports(containers);
  private final IsolationVerb isolation = new IsolationVerb(containers, reports);

  @BeforeEach
  void add() {
    containers.add(101, "", ContainerState.RUNNING);
  }

  @Test
  void theWorstLayerGivesTheGrade() {
    assertThat(Runs.ct(isolation, "101").output()).endsWith("Grade: strong\n");
    reports.finds(
        IsolationLayer.absent("LSM", IsolationGrade.GOOD, "none", "nothing checks a second time"));
    reports.finds(
        IsolationLayer.off("processes", IsolationGrade.WEAK, "no limit", "a fork bomb fits"));

    assertThat(Runs.ct(isolation, "101").output())
        .contains("LAYER", "user namespace", "0 524288 65536", "processes: a fork bomb fits\n")
        .endsWith("Grade: weak, for processes\n");
    assertThat(Runs.ct(isolation, "101", "--json").output())
        .contains("\"grade\" : \"weak\"", "\"because\" : [ \"processes\" ]");
  }

  @Test
  void aContainerThatDoesNotRunHasNoLayers() {
    containers.add(102, "", ContainerState.STOPPED);

    assertThatThrownBy(() -> Runs.ct(isolation, "102"))
        .isInstanceOf(ContainerException.class)
        .hasMessageContaining("does not run");
  }
}
