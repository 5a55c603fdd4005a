package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.SnapshotDraft;
import io.cooperage.spi.storage.StoredSnapshot;
import io.cooperage.spi.storage.Volume;
import io.cooperage.storage.ploop.format.DiskDescriptor;
import io.cooperage.storage.ploop.format.InUse;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.format.SnapshotTree;
import io.cooperage.storage.ploop.image.FileBytes;
import io.cooperage.storage.ploop.tool.Tool;
import io.cooperage.storage.ploop.tool.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots on the real kernel. */
class SnapshotTest {
  private static PloopNode node;

  @BeforeAll
  static void start() {
    node = PloopNode.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static UUID take(Volume volume, String name) {
    UUID id = UUID.randomUUID();
    node.snapshots().take(volume, new SnapshotDraft(id, Map.of("name", name), false));
    return id;
  }

  private static void write(Volume volume, String text) {
    try (MountedVolume mounted = node.mount(volume)) {
      PloopNode.write(mounted, "file", text);
    }
    node.storage().release(volume);
  }

  private static String read(Volume volume) throws IOException {
    try (MountedVolume mounted = node.mount(volume)) {
      return Files.readString(PloopNode.in(mounted, "file"));
    } finally {
      node.storage().release(volume);
    }
  }

  private static List<UUID> ids(Volume volume) {
    return node.snapshots().list(volume).stream().map(StoredSnapshot::id).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs"})
  void aDiskGoesBackToWhatItWasWhileItRan(String fstype) throws IOException {
    Volume volume = node.create(ContainerId.random(), "fstype", fstype, "diskspace", "320M");
    UUID id;
    try (MountedVolume mounted = node.mount(volume)) {
      PloopNode.write(mounted, "file", "before");
      id = take(volume, "running");
      PloopNode.write(mounted, "file", "after");
    }
    node.storage().release(volume);
    StoredSnapshot snapshot = node.snapshots().list(volume).get(0);
    assertThat(snapshot.notes()).containsEntry("name", "running");
    assertThat(snapshot.current()).isTrue();
    assertThat(read(volume)).isEqualTo("after");

    Volume switched = node.snapshots().switchTo(volume, id);

    assertThat(switched).isEqualTo(volume);
    assertThat(read(volume)).isEqualTo("before");
    assertThat(ids(volume)).containsExactly(id);
    DiskFiles.assertNoOrphans(node.disk(volume));
    node.storage().destroy(volume);
  }

  @Test
  void theImageOfARunningDiskIsCleanAndClosed() {
    Volume volume = node.create(ContainerId.random(), "diskspace", "320M");
    UUID id;
    try (MountedVolume mounted = node.mount(volume)) {
      PloopNode.write(mounted, "file", "content");
      id = take(volume, "");
    }
    node.storage().release(volume);
    Path image = node.disk(volume).path().resolve("root.hds.{" + id + "}");
    PloopHeader header = header(image);
    assertThat(header.inUse()).isEqualTo(InUse.CLOSED);
    Tool.Outcome fsck =
        Tools.E2FSCK.attempt(Tool.UNATTENDED, "-f", "-n", image + "?offset=" + header.dataOffset());
    assertThat(fsck.exit()).as(fsck.output()).isZero();
    node.storage().destroy(volume);
  }

  @Test
  void theTreeGrowsAndIsPrunedInAnyOrder() throws IOException {
    Volume volume = node.create(ContainerId.random());
    write(volume, "one");
    UUID one = take(volume, "one");
    write(volume, "two");
    UUID two = take(volume, "two");
    node.snapshots().switchTo(volume, one);
    write(volume, "three");
    UUID three = take(volume, "three");
    assertThat(node.snapshots().list(volume))
        .extracting(StoredSnapshot::id, StoredSnapshot::parent, StoredSnapshot::current)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(one, Optional.empty(), false),
            org.assertj.core.groups.Tuple.tuple(two, Optional.of(one), false),
            org.assertj.core.groups.Tuple.tuple(three, Optional.of(one), true));

    node.snapshots().delete(volume, Set.of(one, UUID.randomUUID()));

    assertThat(ids(volume)).containsExactlyInAnyOrder(two, three);
    assertThat(read(volume)).isEqualTo("three");
    node.snapshots().switchTo(volume, two);
    assertThat(read(volume)).isEqualTo("two");
    node.snapshots().delete(volume, Set.of(two, three));
    assertThat(ids(volume)).isEmpty();
    DiskFiles.assertNoOrphans(node.disk(volume));
    assertThat(read(volume)).isEqualTo("two");
    node.storage().destroy(volume);
  }

  @Test
  void whatIsUsedIsNeitherReplacedNorDeleted() throws IOException {
    Volume volume = node.create(ContainerId.random());
    write(volume, "kept");
    UUID id = take(volume, "");
    write(volume, "later");
    Path folder = Files.createDirectory(node.host().folder().resolve("view-" + id));
    MountRequest request = new MountRequest(IdMap.PRIVILEGED, Optional.of(node.template()), false);
    node.snapshots().mountOnHost(volume, id, request, folder).close();
    node.snapshots().mountOnHost(volume, id, request, folder).close();
    assertThat(folder.resolve("file")).hasContent("kept");
    assertThat(folder.resolve("etc/name")).hasContent("tiny");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Files.writeString(folder.resolve("file"), "x"));
    refused(ErrorCode.IN_USE, () -> node.snapshots().delete(volume, Set.of(id)));
    node.snapshots().recover(volume);
    assertThat(folder.resolve("file")).hasContent("kept");
    node.snapshots().unmountOnHost(volume, id, folder);
    node.snapshots().unmountOnHost(volume, id, folder);
    DiskFiles.assertNoOrphans(node.disk(volume));
    try (MountedVolume mounted = node.mount(volume)) {
      assertThat(mounted.disk()).isPresent();
      // The patience is that of a device which is on its way out.
      refused(ErrorCode.IN_USE, () -> node.snapshots().switchTo(volume, id));
      assertThat(Files.readString(PloopNode.in(mounted, "file"))).isEqualTo("later");
    }
    node.storage().release(volume);
    refused(ErrorCode.NO_SUCH_SNAPSHOT, () -> node.snapshots().switchTo(volume, UUID.randomUUID()));
    Files.delete(folder);
    node.storage().destroy(volume);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 100, 1 << 20, -1})
  void aDamagedDiskGoesBackToWhatItWas(long length) throws IOException {
    Volume volume = node.create(ContainerId.random());
    write(volume, "good");
    UUID id = take(volume, "");
    Path damaged = node.disk(volume).topImage();
    if (length < 0) {
      Files.delete(damaged);
    } else {
      Files.write(damaged, new byte[(int) length]);
    }
    Volume switched = node.snapshots().switchTo(volume, id);
    assertThat(read(switched)).isEqualTo("good");
    assertThat(damaged).doesNotExist();
    DiskFiles.assertNoOrphans(node.disk(volume));
    node.storage().destroy(switched);
  }

  @Test
  void aSwitchBringsTheSizeThatTheDiskHadThen() throws IOException {
    Volume volume = node.create(ContainerId.random(), "diskspace", "256M");
    write(volume, "small");
    UUID id = take(volume, "");
    Volume grown = node.storage().apply(volume, node.values("diskspace", "512M"), false);
    write(grown, "large");
    Volume switched = node.snapshots().switchTo(grown, id);
    assertThat(switched.property("size")).isEqualTo(volume.property("size"));
    assertThat(node.disk(volume).read().sizeSectors() * 512)
        .isEqualTo(Long.parseLong(volume.property("size")));
    assertThat(read(switched)).isEqualTo("small");
    node.storage().destroy(switched);
  }

  @Test
  void temporaryOnesAndOrphansGoAtTheNextStartAndWhatIsFrozenIsThawed() throws IOException {
    Volume volume = node.create(ContainerId.random());
    UUID kept = take(volume, "kept");
    UUID temporary = UUID.randomUUID();
    node.snapshots().take(volume, new SnapshotDraft(temporary, Map.of(), true));
    String orphan = "root.hds.{" + UUID.randomUUID() + "}";
    Files.writeString(node.disk(volume).path().resolve(orphan), "half");
    Files.writeString(node.disk(volume).path().resolve(orphan + ".json"), "half");
    Files.writeString(node.disk(volume).path().resolve(orphan + ".view"), "half");
    Files.writeString(node.disk(volume).path().resolve(".DiskDescriptor.xml.1.tmp"), "half");
    try (MountedVolume mounted = node.mount(volume)) {
      DiskFiles.freeze(mounted.disk().orElseThrow());
      node.snapshots().recover(volume);
      PloopNode.write(mounted, "file", "thawed");
    }
    node.storage().release(volume);
    assertThat(ids(volume)).containsExactly(kept);
    DiskFiles.assertNoOrphans(node.disk(volume));
    node.storage().destroy(volume);
  }

  @Test
  void thereAreAsManyAsPloopAllowsAndNoMore() {
    Volume volume = node.create(ContainerId.random());
    for (int i = 0; i < SnapshotTree.MOST; i++) {
      take(volume, "n" + i);
    }
    refused(ErrorCode.NO_RESOURCES, () -> take(volume, "more"));
    assertThat(ids(volume)).hasSize(SnapshotTree.MOST);
    node.snapshots().delete(volume, Set.copyOf(ids(volume)));
    DiskFiles.assertNoOrphans(node.disk(volume));
    node.storage().destroy(volume);
  }

  @Test
  void anIdWithAMeaningOfItsOwnIsRefused() {
    Volume volume = node.create(ContainerId.random());
    for (UUID id : List.of(DiskDescriptor.NO_PARENT, DiskDescriptor.PREDEFINED_TOP)) {
      refused(
          ErrorCode.BAD_VALUE,
          () -> node.snapshots().take(volume, new SnapshotDraft(id, Map.of(), false)));
    }
    DiskFiles.assertNoOrphans(node.disk(volume));
    node.storage().destroy(volume);
  }

  @Test
  void aCloneOfARunningDiskHasItsContentAndAnIdentityOfItsOwn() throws IOException {
    Volume volume = node.create(ContainerId.random());
    Volume clone;
    try (MountedVolume mounted = node.mount(volume)) {
      PloopNode.write(mounted, "file", "shared");
      clone = node.storage().copy(volume, ContainerId.random(), Unattended.WORK);
      PloopNode.write(mounted, "file", "own");
    }
    node.storage().release(volume);
    assertThat(read(clone)).isEqualTo("shared");
    assertThat(read(volume)).isEqualTo("own");
    assertThat(DiskFiles.uuid(node.image(clone))).isNotEqualTo(DiskFiles.uuid(node.image(volume)));
    assertThat(node.storage().readBack(clone)).isEqualTo(node.storage().readBack(volume));
    node.storage().destroy(volume);
    assertThat(read(clone)).isEqualTo("shared");
    node.storage().destroy(clone);
  }

  @Test
  void aCloneOnXfsHasAUuidOfItsOwnAndIsClean() throws IOException {
    Volume volume = node.create(ContainerId.random(), "fstype", "xfs", "diskspace", "320M");
    Volume clone;
    try (MountedVolume mounted = node.mount(volume)) {
      PloopNode.write(mounted, "file", "shared");
      clone = node.storage().copy(volume, ContainerId.random(), Unattended.WORK);
      PloopNode.write(mounted, "file", "own");
    }
    node.storage().release(volume);
    assertThat(DiskFiles.uuidOfXfs(node.image(clone)))
        .isNotEqualTo(DiskFiles.uuidOfXfs(node.image(volume)));
    assertThat(read(clone)).isEqualTo("shared");
    assertThat(read(volume)).isEqualTo("own");
    assertThat(node.storage().check(clone, false, Unattended.WORK))
        .allSatisfy(image -> assertThat(image.faults()).isEmpty());
    Volume again = node.storage().copy(clone, ContainerId.random(), Unattended.WORK);
    assertThat(read(again)).isEqualTo("shared");
    for (Volume made : List.of(volume, clone, again)) {
      node.storage().destroy(made);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs"})
  void aCloneOfASnapshotHasTheContentAndSizeOfThen(String fstype) throws IOException {
    Volume volume = node.create(ContainerId.random(), "fstype", fstype, "diskspace", "320M");
    UUID id;
    try (MountedVolume mounted = node.mount(volume)) {
      PloopNode.write(mounted, "file", "then");
      id = take(volume, "");
      PloopNode.write(mounted, "file", "now");
    }
    node.storage().release(volume);
    Volume grown = node.storage().apply(volume, node.values("diskspace", "640M"), false);
    Volume clone = node.storage().copySnapshot(grown, id, ContainerId.random(), Unattended.WORK);
    assertThat(clone.property("size")).isEqualTo(volume.property("size"));
    assertThat(read(clone)).isEqualTo("then");
    assertThat(read(grown)).isEqualTo("now");
    refused(
        ErrorCode.NO_SUCH_SNAPSHOT,
        () ->
            node.storage()
                .copySnapshot(grown, UUID.randomUUID(), ContainerId.random(), Unattended.WORK));
    node.storage().destroy(grown);
    assertThat(read(clone)).isEqualTo("then");
    node.storage().destroy(clone);
  }

  private static void refused(ErrorCode code, Runnable work) {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(work::run)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }

  private static PloopHeader header(Path image) {
    try (OwnedFd file = OpenCalls.open(image)) {
      return PloopHeader.parse(new FileBytes(file));
    }
  }
}
