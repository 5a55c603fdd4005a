package io.cooperage.shell.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.StopOptions;
import io.cooperage.api.job.JobState;
import io.cooperage.shell.verb.Runs;
import io.cooperage.testing.front.FakeContainers;
import io.cooperage.testing.front.FakeJobs;
import io.cooperage.testing.front.FakeTemplates;
import org.junit.jupiter.api.Test;

class JobVerbsTest {
  private final FakeJobs jobs = new FakeJobs();
  private final FakeContainers containers = new FakeContainers(jobs);

  JobVerbsTest() {
    new FakeTemplates(jobs).build("busybox");
    jobs.hold();
    new FakeTemplates(jobs).build("debian-13");
  }

  @Test
  void jobsAreListedNewestFirst() {
    assertThat(Runs.ct(new JobListVerb(jobs, containers)).output())
        .containsSubsequence("j2", "debian-13", "running", "j1", "busybox", "succeeded");
    assertThat(Runs.ct(new JobListVerb(jobs, containers), "--json").output())
        .contains("\"percent\" : -1");
  }

  @Test
  void aContainersJobBearsItsName() {
    containers.add(101, "web", ContainerState.RUNNING);
    containers.stop(ContainerRef.parse("101"), StopOptions.defaults());

    assertThat(Runs.ct(new JobListVerb(jobs, containers)).output())
        .containsPattern("stop +web +running");
  }

  @Test
  void oneJobIsShown() {
    assertThat(Runs.ct(new JobShowVerb(jobs, containers), "j1").output())
        .contains("Action:   build busybox", "Ended:    1970-01-01T00:00:00Z");
    assertThatThrownBy(() -> Runs.ct(new JobShowVerb(jobs, containers), "j9"))
        .hasMessage("there is no job j9");
  }

  @Test
  void aJobThatHasEndedIsNotCancelled() {
    assertThatThrownBy(() -> Runs.ct(new JobCancelVerb(jobs), "j1"))
        .hasMessage("job j1 has ended already: succeeded");
  }

  @Test
  void aContainersJobIsShownWithItsName() {
    containers.add(101, "web", ContainerState.RUNNING);
    containers.stop(ContainerRef.parse("101"), StopOptions.defaults());

    assertThat(Runs.ct(new JobShowVerb(jobs, containers), jobs.list().get(0).id()).output())
        .contains("Action:   stop web\n");
  }

  @Test
  void aRunningJobIsCancelled() {
    assertThat(Runs.complete(new JobCancelVerb(jobs), "")).containsExactly("j2");

    Runs.ct(new JobCancelVerb(jobs), "j2");

    assertThat(jobs.last().info().state()).isEqualTo(JobState.CANCELLED);
  }
}
