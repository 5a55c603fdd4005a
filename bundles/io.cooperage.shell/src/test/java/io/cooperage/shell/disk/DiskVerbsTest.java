package io.cooperage.shell.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.SetOptions;
import io.cooperage.api.disk.DiskFault;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.shell.verb.Runs;
import io.cooperage.shell.verb.Verb;
import io.cooperage.testing.front.FakeContainers;
import io.cooperage.testing.front.FakeDisks;
import io.cooperage.testing.front.FakeJobs;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiskVerbsTest {
  private final FakeJobs jobs = new FakeJobs();
  private final FakeContainers containers = new FakeContainers(jobs);
  private final FakeDisks disks = new FakeDisks(jobs, containers);
  private final Verb check = new CheckVerb(containers, disks);

  @BeforeEach
  void add() {
    containers.add(101, "web", ContainerState.STOPPED);
  }

  @Test
  void aSoundDiskIsToldInOneLine() {
    assertThat(Runs.ct(check, "web").output())
        .isEqualTo("The disk of container web is sound (1 image).\n");
    assertThat(Runs.ct(check, "101", "--json").output()).contains("\"faults\" : [ ]");
    assertThat(Runs.complete(check, "1")).contains("101");
  }

  @Test
  void whatACompactionGainedIsTold() {
    Verb compact = new CompactVerb(containers, disks);
    assertThat(Runs.ct(compact, "101").output())
        .isEqualTo("512M were given back: the disk of container 101 takes 512M in 1 pieces.\n");
    assertThat(Runs.ct(compact, "101", "--json").output()).contains("\"piecesBefore\" : 100");
  }

  @Test
  void aResizedDiskIsAChangedParameter() {
    Verb resize = new ResizeVerb(containers);
    assertThat(Runs.ct(resize, "101", "20G").output())
        .isEqualTo("The disk of container 101 has the size 20G now.\nnote: rounded\n");
    assertThat(containers.asked())
        .contains(List.of(RawSetting.set("diskspace", "20G")), SetOptions.both());
    assertThat(Runs.ct(resize, "101", "30G", "--json").output()).contains("diskspace");
  }

  @Test
  void wastedSpaceIsNoDamage() {
    disks.damage(new DiskFault("leak", 3, "clusters that nothing names", false, true));
    assertThat(Runs.ct(check, "101").output()).contains("leak", "space", "possible", "is sound");
    assertThat(Runs.ct(check, "101").code()).isZero();
  }

  @Test
  void whatEndangersContentIsAnExitCodeUntilItIsRepaired() {
    disks.damage(new DiskFault("shared", 1, "named \u001b[31mtwice", true, true));
    assertThat(Runs.ct(check, "101").code()).isEqualTo(47);
    assertThat(Runs.ct(check, "101").output())
        .contains("shared", "content", "named ?[31mtwice", "is damaged");
    assertThat(Runs.ct(check, "101", "--repair").output()).contains("done", "is sound");
    assertThat(Runs.ct(check, "101").code()).isZero();
  }
}
