package io.cooperage.shell.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.Ctid;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.snapshot.SnapshotId;
import io.cooperage.shell.verb.Runs;
import io.cooperage.shell.verb.Verb;
import io.cooperage.testing.front.FakeCatalog;
import io.cooperage.testing.front.FakeContainers;
import io.cooperage.testing.front.FakeJobs;
import io.cooperage.testing.front.FakeSnapshots;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapshotVerbsTest {
  private static final SnapshotId ID = SnapshotId.random();

  private final FakeJobs jobs = new FakeJobs();
  private final FakeContainers containers = new FakeContainers(jobs);
  private final FakeSnapshots snapshots = new FakeSnapshots(jobs, containers);
  private final Verb take = new SnapshotVerb(containers, snapshots);
  private final Verb list = new SnapshotListVerb(containers, snapshots);

  @BeforeEach
  void add() {
    containers.add(101, "web", ContainerState.STOPPED);
    Runs.ct(take, "101", "--id", "{" + ID + "}", "--name", "first");
  }

  @Test
  void snapshotsAreListedAsTableTreeAndJson() {
    Runs.ct(take, "101", "--name", "second");

    assertThat(Runs.ct(list, "101").output()).contains("PARENT_UUID", ID.toString(), "first");
    assertThat(Runs.ct(list, "101", "--no-header").output()).doesNotContain("UUID");
    assertThat(Runs.ct(list, "101", "--tree").output().lines())
        .anyMatch(line -> line.equals(ID + " first"))
        .anyMatch(line -> line.startsWith("  ") && line.endsWith(" second"));
    assertThat(Runs.ct(list, "101", "--json").output()).contains("\"parent\" : \"" + ID + "\"");
  }

  @Test
  void eachVerbTakesAnIdOrAName() {
    Runs.ct(new SnapshotSwitchVerb(containers, snapshots), "101", "--id", "first");
    Runs.ct(new SnapshotMergeVerb(containers, snapshots), "101", "--all");
    Runs.ct(new SnapshotMergeVerb(containers, snapshots), "101", "--id", "first");
    assertThat(
            Runs.ct(new SnapshotMountVerb(containers, snapshots), "101", "--id", "first").output())
        .isEqualTo("/run/mnt/" + ID + "\n");
    Runs.ct(new SnapshotUmountVerb(containers, snapshots), "101", "--id", ID.toString());
    Runs.ct(new SnapshotDeleteVerb(containers, snapshots), "web", "--id", "first", "--children");

    assertThat(snapshots.asked())
        .containsExactly(
            "switch " + ID + " false",
            "merge top true",
            "merge " + ID + " false",
            "mount " + ID,
            "umount " + ID,
            "delete " + ID + " true");
  }

  @Test
  void whatIsMissingOrUnknownIsRefused() {
    Verb delete = new SnapshotDeleteVerb(containers, snapshots);
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> Runs.ct(delete, "101"))
        .withMessageContaining("--id");
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> Runs.ct(delete, "101", "--id", "none"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_SNAPSHOT))
        .satisfies(e -> assertThat(ExitCode.of(e.code()).number()).isEqualTo(43));
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> Runs.ct(take, "101", "--id", "x"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_VALUE));
  }

  @Test
  void aCloneHasTheNumberAndNameThatWereAskedFor() {
    Verb clone = new CloneVerb(containers, snapshots, new FakeCatalog());
    assertThat(Runs.ct(clone, "101", "201", "--name", "two", "--linked").output())
        .contains("Container 201 was made from 101");
    assertThat(Runs.ct(clone, "101", "203", "--json").output()).contains("\"ctid\" : 203");
    assertThat(containers.find(ContainerRef.of(new Ctid(201)))).isPresent();
    assertThat(Runs.complete(clone, "1")).contains("101");
    assertThat(snapshots.asked()).isEmpty();
    Runs.ct(clone, "101", "202", "--snapshot", "first");
    assertThat(snapshots.asked()).containsExactly("clone of " + ID);
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> Runs.ct(clone, "101", "203", "--snapshot", "none"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_SNAPSHOT));
  }

  @Test
  void aSnapshotIsMountedWhereTheOperatorWantsIt() {
    Verb mount = new SnapshotMountVerb(containers, snapshots);
    assertThat(Runs.ct(mount, "101", "--id", "first", "--target", "/mnt").output())
        .isEqualTo("/mnt\n");
    assertThat(snapshots.asked()).containsExactly("mount " + ID + " /mnt");
  }
}
