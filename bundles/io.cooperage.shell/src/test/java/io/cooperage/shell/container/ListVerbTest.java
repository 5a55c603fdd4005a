package io.cooperage.shell.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.container.ContainerState;
import io.cooperage.shell.verb.Runs;
import io.cooperage.testing.front.FakeCatalog;
import io.cooperage.testing.front.FakeContainers;
import io.cooperage.testing.front.FakeJobs;
import org.junit.jupiter.api.Test;

class ListVerbTest {
  private final FakeContainers containers =
      new FakeContainers(new FakeJobs())
          .add(101, "web", ContainerState.RUNNING)
          .add(102, "", ContainerState.STOPPED);
  private final ListVerb list = new ListVerb(containers, new FakeCatalog());

  private String run(String... words) {
    return Runs.ct(list, words).output();
  }

  @Test
  void allContainersAreListedWithTheirUsage() {
    assertThat(run())
        .isEqualTo(
            """
            CTID  NAME  STATUS   TEMPLATE   IP_ADDR      MEM  CPU
            101   web   running  debian-13  10.77.0.101  3M   1.5s
            102   -     stopped  debian-13  10.77.0.102  3M   1.5s
            """);
  }

  @Test
  void fieldsMayBeFixedOnesParametersAndMeters() {
    assertThat(run("-o", "ctid,cpuunits,memory.used", "-S"))
        .isEqualTo("CTID  CPUUNITS  MEMORY.USED\n102   1000      3145728\n");
    assertThatThrownBy(() -> run("-o", "ctid,nothing")).hasMessageContaining("-o 'nothing'");
  }

  @Test
  void scriptsGetNumbersOrNoHeading() {
    assertThat(run("-1")).isEqualTo("101\n102\n");
    assertThat(run("-H", "-o", "ctid,status", "--state", "running")).isEqualTo("101   running\n");
    assertThatThrownBy(() -> run("--state", "asleep")).hasMessageContaining("must be one of");
  }

  @Test
  void programsGetJson() {
    assertThat(run("--json")).contains("\"ctid\" : 101", "\"state\" : \"stopped\"");
  }

  @Test
  void thoseThatAreNamedAreListedAlone() {
    assertThat(run("web", "101", "-1")).isEqualTo("101\n");
    assertThat(run("-1", "102", "101", "-S")).isEqualTo("102\n");
    assertThatThrownBy(() -> run("103")).hasMessage("there is no container 103");
  }

  @Test
  void labelsSelect() {
    assertThat(run("-1", "--label", "tier=web")).isEmpty();
  }

  @Test
  void fieldsAreCompletedOneAfterTheOther() {
    assertThat(Runs.complete(list, "-o", "ctid,cpuu")).containsExactly("ctid,cpuunits");
  }
}
