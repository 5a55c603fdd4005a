package io.cooperage.shell.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.container.SetOptions;
import io.cooperage.api.disk.DiskFault;
import io.cooperage.api.disk.ExportOptions;
import io.cooperage.api.disk.ImportRequest;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.api.snapshot.SnapshotId;
import io.cooperage.api.snapshot.SnapshotOptions;
import io.cooperage.shell.verb.Runs;
import io.cooperage.shell.verb.TestCaller;
import io.cooperage.shell.verb.Verb;
import io.cooperage.testing.front.FakeCatalog;
import io.cooperage.testing.front.FakeContainers;
import io.cooperage.testing.front.FakeDisks;
import io.cooperage.testing.front.FakeJobs;
import io.cooperage.testing.front.FakeSnapshots;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

  @Test
  void aDiskIsExportedToWhereTheCallerIs() {
    FakeSnapshots snapshots = new FakeSnapshots(jobs, containers);
    SnapshotId id = snapshots.take(web(), SnapshotOptions.named("s")).await().orElseThrow().id();
    Verb export = new ExportVerb(containers, disks, snapshots);
    TestCaller caller = new TestCaller();
    assertThat(Runs.ct(caller, export, "101", "ct.raw").output())
        .contains("ct.raw holds the disk of container 101: 1G, 512M on disk.", "in its template");
    Runs.ct(export, "101", "/srv/ct", "--format", "qcow2", "--snapshot", "s", "--json");
    assertThat(disks.asked())
        .containsExactly(
            new ExportOptions(caller.directory().resolve("ct.raw"), "raw", Optional.empty()),
            new ExportOptions(Path.of("/srv/ct"), "qcow2", Optional.of(id)));
    assertThat(Runs.complete(export, "101", "f", "--format", "q")).contains("qcow2");
  }

  private static ContainerRef web() {
    return ContainerRef.parse("101");
  }

  @Test
  void aConvertedDiskIsToldAndNothingIsNotEnough() {
    Verb convert = new ConvertVerb(containers, disks, new FakeCatalog());
    assertThat(Runs.ct(convert, "101", "--cpuunits", "5").output())
        .isEqualTo("The disk of container 101 was converted.\n");
    assertThat(Runs.ct(convert, "101", "--cpuunits", "6", "--json").output())
        .contains("\"ctid\" : 101");
    assertThat(disks.asked()).contains(List.of(RawSetting.set("cpuunits", "5")));
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> Runs.ct(convert, "101"))
        .withMessageContaining("--layout");
  }

  @Test
  void anImageIsMountedAndUnmounted() {
    Verb mount = new ImageMountVerb(disks);
    Verb unmount = new ImageUmountVerb(disks);
    assertThat(Runs.ct(mount, "/srv/old.hds").output()).isEqualTo("/run/mnt/image\n");
    assertThat(Runs.ct(unmount, "/srv/old.hds").output()).isEqualTo("/srv/old.hds is unmounted.\n");
    assertThat(Runs.ct(mount, "/srv/old", "--format", "hdd", "--json").output())
        .contains("\"format\" : \"hdd\"", "\"backEnd\" : \"loop-identity\"");
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> Runs.ct(unmount, "/srv/other"))
        .withMessageContaining("not mounted");
  }

  @Test
  void aContainerIsMadeFromAnImage() {
    Verb verb = new ImportVerb(disks, new FakeCatalog());
    assertThat(
            Runs.ct(verb, "/srv/ct.qcow2", "201", "--name", "two", "--template", "busybox")
                .output())
        .isEqualTo("Container 201 was made from /srv/ct.qcow2.\n");
    assertThat(Runs.ct(verb, "/srv/ct.qcow2", "202", "--json").output()).contains("\"ctid\" : 202");
    ImportRequest request = (ImportRequest) disks.asked().get(0);
    assertThat(request.format()).isEmpty();
    assertThat(request.container().template()).isEqualTo("busybox");
    assertThat(request.container().name()).map(Object::toString).contains("two");
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> Runs.ct(verb, "/srv/ct.qcow2", "two"))
        .withMessageContaining("must be a number");
  }
}
