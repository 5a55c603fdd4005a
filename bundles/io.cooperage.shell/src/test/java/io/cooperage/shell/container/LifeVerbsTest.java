package io.cooperage.shell.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.CreateRequest;
import io.cooperage.api.container.StartOptions;
import io.cooperage.api.container.StopOptions;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.shell.verb.Runs;
import io.cooperage.testing.front.FakeCatalog;
import io.cooperage.testing.front.FakeContainers;
import io.cooperage.testing.front.FakeJobs;
import io.cooperage.testing.front.FakeTemplates;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LifeVerbsTest {
  private final FakeJobs jobs = new FakeJobs();
  private final FakeContainers containers = new FakeContainers(jobs);
  private final FakeTemplates templates = new FakeTemplates(jobs);
  private final CreateVerb create = new CreateVerb(containers, templates, new FakeCatalog());

  @Test
  void createTakesOptionsAndParameters() {
    String out =
        Runs.ct(
                create,
                "101",
                "--ostemplate",
                "debian-13",
                "--name",
                "web",
                "--label",
                "a=b=c",
                "--ipadd",
                "10.0.0.1",
                "--ipadd=10.0.0.2",
                "--cpuunits",
                "500",
                "--config",
                "basic")
            .output();

    assertThat(out).isEqualTo("Container 101 was created.\n");
    CreateRequest request = (CreateRequest) containers.asked().get(0);
    assertThat(request.template()).isEqualTo("debian-13");
    assertThat(request.sample()).isEqualTo("basic");
    assertThat(request.labels()).containsEntry("a", "b=c");
    assertThat(request.settings())
        .containsExactly(
            RawSetting.add("ipadd", "10.0.0.1"),
            RawSetting.add("ipadd", "10.0.0.2"),
            RawSetting.set("cpuunits", "500"));
  }

  @Test
  void createRefusesNumbersAndNamesThatAreNone() {
    assertThatThrownBy(() -> Runs.ct(create, "100")).hasMessageContaining("between 101 and");
    assertThatThrownBy(() -> Runs.ct(create, "2147483645")).hasMessageContaining("container");
    assertThatThrownBy(() -> Runs.ct(create, "101", "--name", "-x")).hasMessageContaining("name");
    assertThatThrownBy(() -> Runs.ct(create, "101", "--label", "x"))
        .hasMessageContaining("KEY=VALUE");
    assertThatThrownBy(() -> Runs.ct(create, "101", "--unknown", "1"))
        .hasMessageContaining("unknown '1' is no parameter");
    assertThat(containers.asked()).isEmpty();
  }

  @Test
  void createCompletesTemplates() {
    assertThat(Runs.complete(create, "101", "--template", "d")).containsExactly("debian-13");
  }

  @Test
  void aContainerIsStartedStoppedAndRestarted() {
    containers.add(101, "web", ContainerState.STOPPED);

    assertThat(Runs.ct(new StartVerb(containers), "101", "--wait").output())
        .isEqualTo("Container web was started.\n");
    assertThat(Runs.ct(new RestartVerb(containers), "web", "--fast").code()).isZero();
    assertThat(Runs.ct(new StopVerb(containers), "101", "--timeout", "30").output())
        .isEqualTo("Container web was stopped.\n");
    assertThat(containers.asked())
        .containsExactly(
            new StartOptions(true),
            new StopOptions(true, Optional.empty()),
            new StopOptions(false, Optional.of(Duration.ofSeconds(30))));
  }

  @Test
  void nonsenseTimeoutsAreRefused() {
    containers.add(101, "", ContainerState.RUNNING);

    assertThatThrownBy(() -> Runs.ct(new StopVerb(containers), "101", "--timeout", "soon"))
        .hasMessageContaining("whole number");
  }

  @Test
  void completionProposesWhatCanBeDone() {
    containers.add(101, "web", ContainerState.RUNNING).add(102, "", ContainerState.STOPPED);

    assertThat(Runs.complete(new StartVerb(containers), "")).containsExactly("102");
    assertThat(Runs.complete(new StopVerb(containers), "")).containsExactly("101", "web");
    assertThat(Runs.complete(new StatusVerb(containers), "")).containsExactly("101", "web", "102");
  }

  @Test
  void statusIsOneLineForScripts() {
    containers
        .add(101, "", ContainerState.RUNNING)
        .add(102, "", ContainerState.STOPPED)
        .add(103, "", ContainerState.MOUNTED);
    StatusVerb status = new StatusVerb(containers);

    assertThat(Runs.ct(status, "101").output()).isEqualTo("CTID 101 exist mounted running\n");
    assertThat(Runs.ct(status, "102").output()).isEqualTo("CTID 102 exist unmounted down\n");
    assertThat(Runs.ct(status, "103").output()).isEqualTo("CTID 103 exist mounted down\n");
    assertThat(Runs.ct(status, "104").output()).isEqualTo("CTID 104 deleted unmounted down\n");
    assertThat(Runs.ct(status, "101", "--json").output()).contains("\"running\" : true");
  }

  @Test
  void aContainerIsMountedRepairedReinstalledAndDestroyed() {
    containers.add(101, "web", ContainerState.STOPPED);

    assertThat(Runs.ct(new MountVerb(containers), "101", "--read-only").output())
        .isEqualTo("/run/cooperage/mnt/00000000-0000-0000-0000-000000000065\n");
    assertThat(Runs.ct(new UmountVerb(containers), "101").code()).isZero();
    assertThat(Runs.ct(new ReinstallVerb(containers, templates), "101").code()).isZero();
    assertThat(Runs.ct(new DestroyVerb(containers), "101").output())
        .isEqualTo("Container web was destroyed.\n");
    assertThatThrownBy(() -> Runs.ct(new DestroyVerb(containers), "101"))
        .hasMessage("there is no container 101");
  }
}
