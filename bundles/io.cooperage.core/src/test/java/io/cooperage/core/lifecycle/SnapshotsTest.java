package io.cooperage.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerState;
import io.cooperage.core.job.TestJobs;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.core.roster.Records;
import io.cooperage.spi.store.BrokenRecord;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

  private final TestJobs jobs = new TestJobs();
  private final Snapshots snapshots = new Snapshots(jobs.jobs(), Clock.fixed(NOW, ZoneOffset.UTC));

  @AfterEach
  void close() {
    jobs.close();
  }

  @Test
  void aSnapshotDoesNotChangeWithItsCt() {
    LiveContainer live = new LiveContainer(Records.record(101, "web"));
    Container before = snapshots.of(live);
    live.state(ContainerState.RUNNING, "a word");
    assertThat(before.state()).isEqualTo(ContainerState.STOPPED);
    assertThat(snapshots.of(live).detail()).isEqualTo("a word");
    assertThat(before.displayName()).isEqualTo("web");
  }

  @Test
  void lookingIsNoticed() {
    assertThat(snapshots.lastAsked()).isEqualTo(Instant.EPOCH);
    snapshots.of(new LiveContainer(Records.record(101)));
    assertThat(snapshots.lastAsked()).isEqualTo(NOW);
  }

  @Test
  void aBrokenCtSaysWhy() {
    Container broken = snapshots.of(new BrokenRecord(ContainerId.random(), "cut in half"), 0);
    assertThat(broken.state()).isEqualTo(ContainerState.BROKEN);
    assertThat(broken.detail()).isEqualTo("cut in half");
  }
}
