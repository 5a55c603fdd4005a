package io.cooperage.api.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.Ctid;
import io.cooperage.api.container.Usage;
import io.cooperage.api.job.JobInfo;
import io.cooperage.api.job.JobState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class PlainFormTest {
  @Test
  void aRecordBecomesAMapInTheOrderOfItsComponents() {
    JobInfo job =
        new JobInfo(
            "j1",
            "start",
            "",
            JobState.RUNNING,
            "MountRoot",
            -1,
            "",
            "",
            Instant.EPOCH,
            Optional.empty());

    assertThat(PlainForm.of(job))
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("state", "running")
        .containsEntry("createdAt", "1970-01-01T00:00:00Z")
        .containsEntry("endedAt", null)
        .containsEntry("percent", -1);
  }

  @Test
  void aValueOfOneComponentBecomesThatComponent() {
    assertThat(PlainForm.of(new Ctid(101))).isEqualTo(101);
  }

  @Test
  void mapsAndListsAreConvertedThroughout() {
    assertThat(PlainForm.of(Map.of("b", List.of(new Ctid(102)), "a", Path.of("/x"))))
        .hasToString("{a=/x, b=[102]}");
    assertThat(PlainForm.of(new Usage(Map.of("memory.used", 5L), 3)))
        .hasToString("{meters={memory.used=5}, rates={}, ageMillis=3}");
  }

  @Test
  void whatIsPlainAlreadyStaysAsItIs() {
    Object once = PlainForm.of(Map.of("a", Optional.empty(), "b", List.of(1)));

    assertThat(PlainForm.of(once)).isEqualTo(once).hasToString("{a=null, b=[1]}");
  }
}
