package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.disk.CheckedImage;
import io.cooperage.api.disk.DiskFault;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.SnapshotDraft;
import io.cooperage.spi.storage.Volume;
import io.cooperage.storage.ploop.format.InUse;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.image.FileBytes;
import io.cooperage.storage.ploop.image.FileSystemKind;
import io.cooperage.storage.ploop.image.FileSystems;
import io.cooperage.storage.ploop.mount.DiskAttachment;
import io.cooperage.storage.ploop.mount.LoopTable;
import io.cooperage.storage.ploop.tool.Tool;
import io.cooperage.storage.ploop.upkeep.DiskCheckup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks and repairs of whole disks on the real kernel. */
class CheckupTest {
  private static final int BLOCK = 4096;

  private static PloopNode node;

  @BeforeAll
  static void start() {
    node = PloopNode.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static Volume disk(String fstype) {
    Volume volume = node.create(ContainerId.random(), "fstype", fstype, "diskspace", "320M");
    try (MountedVolume mounted = node.mount(volume)) {
      PloopNode.write(mounted, "file", "content");
    }
    node.storage().release(volume);
    return volume;
  }

  private static List<CheckedImage> check(Volume volume, boolean repair) {
    return node.storage().check(volume, repair, Unattended.WORK);
  }

  private static List<String> kinds(List<DiskFault> faults) {
    return faults.stream().map(DiskFault::kind).toList();
  }

  private static String content(Volume volume) throws IOException {
    try (MountedVolume mounted = node.mount(volume)) {
      return Files.readString(PloopNode.in(mounted, "file"));
    } finally {
      node.storage().release(volume);
    }
  }

  static void overwrite(Path image, long offset, byte[] bytes) {
    try (OwnedFd file = OpenCalls.open(image, OpenFlag.READ_WRITE)) {
      new FileBytes(file).write(ByteBuffer.wrap(bytes), offset);
    }
  }

  private static void debugfs(Path image, String request) throws IOException {
    String file = image + "?offset=" + header(image).dataOffset();
    Tool.Outcome outcome =
        Tool.of("debugfs", "e2fsprogs").attempt(Tool.UNATTENDED, "-w", "-R", request, file);
    assertThat(outcome.exit()).as(outcome.output()).isZero();
  }

  static PloopHeader header(Path image) {
    try (OwnedFd file = OpenCalls.open(image)) {
      return PloopHeader.parse(new FileBytes(file));
    }
  }

  private static DiskCheckup impatient() {
    FileSystems fileSystems = new FileSystems(node.pool().root().resolve("blank"));
    Duration patience = Duration.ofMillis(20);
    return new DiskCheckup(
        fileSystems, new DiskAttachment(fileSystems, new LoopTable(), patience), patience);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs"})
  void aDiskAndItsSnapshotsAreSound(String fstype) throws IOException {
    Volume volume = disk(fstype);
    UUID id = UUID.randomUUID();
    try (MountedVolume mounted = node.mount(volume)) {
      PloopNode.write(mounted, "other", "written while it runs");
      node.snapshots().take(volume, new SnapshotDraft(id, Map.of(), false));
    }
    node.storage().release(volume);
    List<CheckedImage> images = check(volume, false);
    DiskFiles.assertNoOrphans(node.disk(volume));
    assertThat(images).hasSize(2).allSatisfy(i -> assertThat(i.faults()).isEmpty());
    assertThat(images.get(0).snapshot()).isEmpty();
    assertThat(images.get(0).size()).isEqualTo(320 * PloopNode.MIB);
    assertThat(images.get(0).allocated()).isBetween(1L, 320 * PloopNode.MIB);
    assertThat(images.get(1).snapshot())
        .hasValueSatisfying(s -> assertThat(s.uuid()).isEqualTo(id));
    assertThat(check(volume, true)).allSatisfy(i -> assertThat(i.faults()).isEmpty());
    assertThat(content(volume)).isEqualTo("content");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs"})
  void aDiskThatWasNotClosedIsRepairedWithItsFileSystem(String fstype) throws IOException {
    Volume volume = disk(fstype);
    Path image = node.image(volume);
    overwrite(image, 0, header(image).with(InUse.OPEN).encode().array());
    overwrite(image, PloopHeader.LENGTH, new byte[64]);
    CheckedImage found = check(volume, false).get(0);
    assertThat(kinds(found.faults())).containsExactly("table", "not-closed");
    assertThat(found.faults()).allMatch(DiskFault::repairable);
    assertThat(header(image).inUse()).as("a check changes nothing").isEqualTo(InUse.OPEN);
    CheckedImage mended = check(volume, true).get(0);
    assertThat(mended.faults()).isEmpty();
    assertThat(kinds(mended.repaired())).contains("table", "not-closed");
    assertThat(header(image).inUse()).isEqualTo(InUse.CLOSED);
    assertThat(content(volume)).isEqualTo("content");
  }

  @Test
  void aBrokenFileSystemIsFoundAndRepaired() throws IOException {
    Volume volume = disk("ext4");
    Path image = node.image(volume);
    debugfs(image, "set_inode_field <2> links_count 77");
    CheckedImage found = check(volume, false).get(0);
    assertThat(kinds(found.faults())).containsExactly("file-system");
    assertThat(found.faults().get(0).error()).isTrue();
    CheckedImage mended = check(volume, true).get(0);
    assertThat(mended.faults()).isEmpty();
    assertThat(kinds(mended.repaired())).containsExactly("file-system");
    assertThat(check(volume, false).get(0).faults()).isEmpty();
    assertThat(content(volume)).isEqualTo("content");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs"})
  void aSuperblockThatIsNoneIsAFaultOfTheFileSystem(String fstype) throws IOException {
    Volume volume = disk(fstype);
    Path image = node.image(volume);
    overwrite(image, header(image).dataOffset(), new byte[BLOCK]);
    assertThat(kinds(check(volume, false).get(0).faults())).containsExactly("file-system");
    assertThat(check(volume, true).get(0).faults()).isEmpty();
    assertThat(content(volume)).isEqualTo("content");
  }

  @Test
  void whatCannotBeReadOrIsMissingIsReportedAndLeftAlone() throws IOException {
    Volume volume = disk("ext4");
    UUID id = UUID.randomUUID();
    node.snapshots().take(volume, new SnapshotDraft(id, Map.of(), false));
    Path snapshot = node.disk(volume).path().resolve("root.hds.{" + id + "}");
    Files.delete(snapshot);
    overwrite(node.image(volume), 0, new byte[16]);
    for (boolean repair : new boolean[] {false, true}) {
      List<CheckedImage> images = check(volume, repair);
      assertThat(kinds(images.get(0).faults())).containsExactly("unreadable");
      assertThat(kinds(images.get(1).faults())).containsExactly("missing");
      assertThat(images).allSatisfy(i -> assertThat(i.repaired()).isEmpty());
    }
  }

  @Test
  void aDiskInUseIsRefusedAndACancelledRepairCanBeAskedForAgain() throws IOException {
    Volume volume = disk("ext4");
    try (MountedVolume mounted = node.mount(volume)) {
      assertThat(mounted.disk()).isPresent();
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(
              () -> impatient().run(node.disk(volume), FileSystemKind.EXT4, true, Unattended.WORK))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IN_USE));
    }
    node.storage().release(volume);
    Path image = node.image(volume);
    overwrite(image, 0, header(image).with(InUse.OPEN).encode().array());
    for (int looks = 1; looks < 6; looks++) {
      ProgressSink impatient = new Cancelling(looks);
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(() -> node.storage().check(volume, true, impatient))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    }
    assertThat(check(volume, true).get(0).faults()).isEmpty();
    assertThat(content(volume)).isEqualTo("content");
  }

  /** Is cancelled at the so-many-th look. */
  private static final class Cancelling implements ProgressSink {
    private int left;

    Cancelling(int looks) {
      left = looks;
    }

    @Override
    public void progress(int percent, String message) {
      assertThat(message).contains("root.hds");
    }

    @Override
    public void checkCancelled() {
      left--;
      if (left == 0) {
        throw new ContainerException(ErrorCode.CANCELLED, "cancelled");
      }
    }
  }

  @Test
  void whatCannotBeRepairedUnaskedIsNeverTakenForClosed() throws IOException {
    Volume volume = disk("ext4");
    Path image = node.image(volume);
    debugfs(image, "clri <2>");
    overwrite(image, 0, header(image).with(InUse.OPEN).encode().array());
    for (int i = 0; i < 2; i++) {
      assertBroken(() -> node.mount(volume).close());
      assertBroken(() -> node.storage().compact(volume, Unattended.WORK));
      assertThat(header(image).inUse()).isEqualTo(InUse.OPEN);
    }
    check(volume, true);
    assertThat(header(image).inUse()).isEqualTo(InUse.CLOSED);
  }

  private static void assertBroken(Runnable work) {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(work::run)
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BROKEN_CONTAINER));
  }
}
