package io.cooperage.core.job;

import static io.cooperage.core.job.JobFixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskJobsTest {
  private final JobFixture fixture = new JobFixture();
  private final TaskJobs tasks = new TaskJobs(fixture.engine());

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aTaskYieldsItsResultAndIsListed() {
    assertThat(tasks.submit("install", "plugins", progress -> "done").await(PATIENCE))
        .contains("done");
    assertThat(fixture.engine().list().get(0).action()).isEqualTo("install");
  }

  @Test
  void aTaskThatFailsFailsItsJob() {
    assertThatThrownBy(
            () ->
                tasks
                    .submit(
                        "install",
                        "plugins",
                        progress -> {
                          throw new IllegalStateException("boom");
                        })
                    .await(PATIENCE))
        .hasMessageContaining("boom");
  }
}
