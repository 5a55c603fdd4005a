package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.node.PoolFlaw;
import io.cooperage.api.node.PoolFlaw.Repair;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.AtomicFile;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.LoopDevices;
import io.cooperage.linux.mount.LoopRequest;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.PoolTenants.Standing;
import io.cooperage.spi.storage.SnapshotDraft;
import io.cooperage.spi.storage.Volume;
import io.cooperage.storage.ploop.format.DiskDescriptorWriter;
import io.cooperage.storage.ploop.format.FormatVersion;
import io.cooperage.storage.ploop.format.InUse;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.pool.Reflink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks and repairs of a whole pool on the real kernel. */
class PoolCheckTest {
  private final KnownTenants tenants = new KnownTenants();
  private PloopNode node;
  private Path root;

  @BeforeEach
  void start() {
    node = PloopNode.start(1L << 30, 0);
    root = node.pool().open().root();
    tenants.need(node.template().digest());
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private List<PoolFlaw> check(boolean repair) {
    return new PloopPoolCare(node.pool()).check(tenants, repair, Unattended.WORK);
  }

  private static List<String> kinds(List<PoolFlaw> flaws) {
    return flaws.stream().map(PoolFlaw::kind).toList();
  }

  private Volume idle(String... settings) {
    ContainerId id = ContainerId.random();
    tenants.know(id, Standing.IDLE);
    return node.create(id, settings);
  }

  private Path home(Volume volume) {
    return node.disk(volume).path().getParent();
  }

  private static Path file(Path path) throws IOException {
    return Files.writeString(path, "something");
  }

  private static Path old(Path path) throws IOException {
    Instant before = Instant.now().minus(Duration.ofMinutes(5));
    return Files.setLastModifiedTime(file(path), FileTime.from(before));
  }

  private List<Path> setAside() throws IOException {
    Path folder = root.resolve("lost+found");
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  /** What a check finds, finds again, and a repair mends for good. */
  private PoolFlaw assertMended(String kind, Path path, Repair repair) {
    List<PoolFlaw> found = check(false);
    assertThat(kinds(found)).containsExactly(kind);
    PoolFlaw flaw = found.get(0);
    assertThat(flaw.path()).isEqualTo(path.toString());
    assertThat(flaw.repair()).isEqualTo(repair);
    assertThat(flaw.done()).isFalse();
    assertThat(check(false)).as("a look changes nothing").isEqualTo(found);
    List<PoolFlaw> mended = check(true);
    assertThat(kinds(mended)).containsExactly(kind);
    assertThat(mended).as("%s", mended).allMatch(PoolFlaw::done);
    assertThat(kinds(check(false))).doesNotContain(kind);
    return mended.get(0);
  }

  private void assertLeft(String kind, Path path, boolean error) {
    for (PoolFlaw flaw : List.of(only(check(false)), only(check(true)), only(check(false)))) {
      assertThat(flaw.kind()).isEqualTo(kind);
      assertThat(flaw.path()).isEqualTo(path.toString());
      assertThat(flaw.error()).isEqualTo(error);
      assertThat(flaw.done()).isFalse();
    }
  }

  private static PoolFlaw only(List<PoolFlaw> flaws) {
    assertThat(flaws).hasSize(1);
    return flaws.get(0);
  }

  @Test
  void aPoolWithRunningAndStoppedCtsSnapshotsAndTemplatesIsSound() throws IOException {
    Volume stopped = idle();
    Volume running = idle("layout", "ploop", "fstype", "xfs", "diskspace", "320M");
    tenants.know(running.container(), Standing.RUNNING);
    file(home(stopped).resolve("container.json"));
    Files.createDirectory(home(stopped).resolve("journal"));
    UUID id = UUID.randomUUID();
    node.snapshots().take(stopped, new SnapshotDraft(id, Map.of("name", "a"), false));
    node.snapshots().switchTo(stopped, id);
    try (MountedVolume mounted = node.mount(running)) {
      assertThat(check(false)).isEmpty();
      assertThat(check(true)).isEmpty();
      PloopNode.write(mounted, "file", "it goes on");
    }
    node.storage().release(running);
    assertThat(node.snapshots().list(stopped)).hasSize(1);
    assertThat(setAside()).isEmpty();
  }

  @Test
  void aFolderWithoutARecordIsSetAsideWhole() throws IOException {
    Volume lost = node.create(ContainerId.random());
    byte[] image = Files.readAllBytes(node.disk(lost).descriptor());
    PoolFlaw flaw = assertMended("no-record", home(lost), Repair.SET_ASIDE);
    assertThat(flaw.size()).isPositive();
    Path kept = setAside().get(0);
    assertThat(flaw.note()).contains(kept.toString());
    assertThat(DiskFolder.of(kept).descriptor()).hasBinaryContent(image);
    assertThat(home(lost)).doesNotExist();
    PoolFlaw told = only(check(true));
    assertThat(told.kind()).isEqualTo("set-aside");
    assertThat(told.path()).isEqualTo(kept.toString());
    assertThat(kept).as("nothing is ever deleted there").exists();
  }

  @Test
  void anEmptyFolderOfACtGoes() throws IOException {
    Path home = Files.createDirectory(root.resolve("ct/" + UUID.randomUUID()));
    assertMended("empty", home, Repair.REMOVE);
    assertThat(home).doesNotExist();
  }

  @Test
  void aRecordThatTheNodeDidNotTakeInIsLeft() throws IOException {
    Path home = Files.createDirectory(root.resolve("ct/" + UUID.randomUUID()));
    file(home.resolve("container.json"));
    assertLeft("left-out", home, true);
  }

  @Test
  void aBrokenRecordIsToldAndLeft() {
    Volume volume = idle();
    tenants.know(volume.container(), Standing.BROKEN);
    assertLeft("broken-record", home(volume), true);
  }

  @Test
  void aRecordWithoutADiskIsTold() throws IOException {
    Volume volume = idle();
    node.disk(volume).delete();
    assertLeft("no-disk", node.disk(volume).path(), true);
    Files.delete(home(volume));
    assertLeft("no-disk", node.disk(volume).path(), true);
  }

  @Test
  void namesThatDoNotBelongAreToldAndLeft() throws IOException {
    assertLeft("foreign", file(root.resolve("notes")), false);
    Files.move(root.resolve("notes"), root.resolve("ct/notes"));
    assertLeft("foreign", root.resolve("ct/notes"), false);
    Files.move(root.resolve("ct/notes"), root.resolve("blank/notes"));
    assertLeft("foreign", root.resolve("blank/notes"), false);
    Files.move(root.resolve("blank/notes"), root.resolve("template/notes"));
    assertLeft("foreign", root.resolve("template/notes"), false);
    Volume volume = idle();
    Files.move(root.resolve("template/notes"), home(volume).resolve("notes"));
    assertLeft("foreign", home(volume).resolve("notes"), false);
    Path inside = node.disk(volume).path().resolve("notes");
    Files.move(home(volume).resolve("notes"), inside);
    assertLeft("foreign", inside, false);
    Files.delete(inside);
  }

  @Test
  void whatInterruptedWorkLeftGoes() throws IOException {
    assertMended("temporary", file(root.resolveSibling("pool.img.new")), Repair.REMOVE);
    Path blank = Files.createDirectory(root.resolve("blank/v1-ext4-64m-overlay.new"));
    file(blank.resolve("root.hds"));
    assertMended("temporary", blank, Repair.REMOVE);
    Path cut = Files.createDirectory(root.resolve("blank/v1-ext4-65m-overlay"));
    assertMended("blank", cut, Repair.REMOVE);
    Path work = Files.createDirectory(root.resolve("template/work-x-1"));
    Files.createDirectory(work.resolve("etc"));
    assertMended("temporary", work, Repair.REMOVE);
    assertMended("temporary", file(root.resolve("template/x.unfinished")), Repair.REMOVE);
    assertMended("temporary", old(root.resolve("template/.a.json.1.tmp")), Repair.REMOVE);
    Volume volume = idle();
    Path journal = Files.createDirectory(home(volume).resolve("journal"));
    assertMended("temporary", old(journal.resolve(".j1.json.new")), Repair.REMOVE);
    assertMended("temporary", old(home(volume).resolve(".container.json.new")), Repair.REMOVE);
    Path unfinished = Files.createDirectory(home(volume).resolve("root.hdd.unfinished"));
    file(unfinished.resolve("root.hds"));
    assertMended("temporary", unfinished, Repair.REMOVE);
    assertThat(check(false)).isEmpty();
  }

  @Test
  void whatIsBeingMadeIsNoFlaw() throws IOException {
    file(root.resolve("template/.a.json.1.tmp"));
    Path tree = node.templates().workFolder("now");
    Path blank = Files.createDirectory(root.resolve("blank/v1-ext4-64m-overlay.new"));
    Volume held = idle();
    file(home(held).resolve("anything"));
    tenants.know(held.container(), Standing.HELD);
    List<PoolFlaw> meanwhile = node.pool().work().during(blank, () -> check(true));
    assertThat(meanwhile).isEmpty();
    assertThat(tree).exists();
    assertThat(kinds(check(false))).containsExactly("temporary");
    node.templates().discard(tree);
  }

  @Test
  void anUnfinishedDiskIsKeptWhileThereIsNoOther() throws IOException {
    Volume volume = idle();
    Path unfinished = home(volume).resolve("root.hdd.unfinished");
    Files.move(node.disk(volume).path(), unfinished);
    List<PoolFlaw> flaws = check(true);
    assertThat(kinds(flaws)).containsExactly("no-disk", "temporary");
    assertThat(flaws).noneMatch(PoolFlaw::done);
    assertThat(unfinished.resolve("root.hds")).exists();
  }

  @Test
  void anImageThatNoDescriptorNamesIsSetAside() throws IOException {
    Volume volume = idle();
    Path orphan = node.disk(volume).path().resolve("root.hds.{" + UUID.randomUUID() + "}");
    Reflink.copy(node.image(volume), orphan);
    assertMended("orphan", orphan, Repair.SET_ASIDE);
    assertThat(setAside()).hasSize(1);
    Path notes = file(node.disk(volume).path().resolve(orphan.getFileName() + ".json"));
    List<PoolFlaw> flaws = check(true);
    assertThat(kinds(flaws)).containsExactly("temporary", "set-aside");
    assertThat(notes).doesNotExist();
  }

  @Test
  void nothingOfARunningCtIsTouched() throws IOException {
    Volume volume = idle();
    Path orphan = node.disk(volume).path().resolve("root.hds.{" + UUID.randomUUID() + "}");
    Reflink.copy(node.image(volume), orphan);
    tenants.know(volume.container(), Standing.RUNNING);
    PoolFlaw flaw = only(check(true));
    assertThat(flaw.kind()).isEqualTo("orphan");
    assertThat(flaw.done()).isFalse();
    assertThat(flaw.note()).contains("runs").contains(volume.container().toString());
    assertThat(orphan).exists();
  }

  @Test
  void aDescriptorIsWrittenAnewFromTheOnlyImage() throws IOException {
    Volume volume = idle();
    byte[] before = Files.readAllBytes(node.disk(volume).descriptor());
    Files.delete(node.disk(volume).descriptor());
    PoolFlaw flaw = assertMended("no-descriptor", node.disk(volume).descriptor(), Repair.REWRITE);
    assertThat(flaw.error()).isTrue();
    assertThat(node.disk(volume).descriptor()).hasBinaryContent(before);
    node.mount(volume).close();
    node.storage().release(volume);
  }

  @Test
  void aDescriptorThatAJobWroteMeanwhileStays() throws IOException {
    Volume volume = idle();
    DiskFolder disk = node.disk(volume);
    byte[] written = Files.readAllBytes(disk.descriptor());
    Files.delete(disk.descriptor());
    tenants.meanwhile(() -> AtomicFile.write(disk.descriptor(), written, 0600));
    assertChangedMeanwhile("no-descriptor");
    AtomicFile.write(
        disk.descriptor(), DiskDescriptorWriter.write(disk.read().resized(2048)), 0600);
    tenants.meanwhile(() -> AtomicFile.write(disk.descriptor(), written, 0600));
    assertChangedMeanwhile("disagrees");
    assertThat(disk.descriptor()).hasBinaryContent(written);
    assertThat(check(false)).isEmpty();
  }

  private void assertChangedMeanwhile(String kind) {
    PoolFlaw flaw = only(check(true));
    assertThat(flaw.kind()).isEqualTo(kind);
    assertThat(flaw.done()).isFalse();
    assertThat(flaw.note()).contains("meanwhile");
  }

  @Test
  void anImageThatASnapshotTookOverMeanwhileStays() throws IOException {
    Volume volume = idle();
    UUID id = UUID.randomUUID();
    Path orphan = node.disk(volume).path().resolve("root.hds.{" + id + "}");
    Reflink.copy(node.image(volume), orphan);
    tenants.meanwhile(() -> node.snapshots().take(volume, new SnapshotDraft(id, Map.of(), false)));
    assertChangedMeanwhile("orphan");
    assertThat(orphan).exists();
    assertThat(setAside()).isEmpty();
  }

  @Test
  void aLoneImageThatIsNoneOfOursGetsNoDescriptor() throws IOException {
    Volume volume = idle();
    DiskFolder disk = node.disk(volume);
    PloopHeader foreign =
        new PloopHeader(FormatVersion.V1, 16, 1, 64, 4, 256, InUse.CLOSED, 64, 0, 0);
    Files.write(disk.firstImage(), Arrays.copyOf(foreign.encode().array(), 1 << 20));
    Files.delete(disk.descriptor());
    assertLeft("no-descriptor", disk.descriptor(), true);
  }

  @Test
  void whichOfTwoImagesADiskHasIsNotGuessed() throws IOException {
    Volume volume = idle();
    node.snapshots().take(volume, new SnapshotDraft(UUID.randomUUID(), Map.of(), false));
    Files.delete(node.disk(volume).descriptor());
    assertLeft("no-descriptor", node.disk(volume).descriptor(), true);
  }

  @Test
  void aDescriptorThatDisagreesTakesTheSizeOfItsImage() throws IOException {
    Volume volume = idle();
    DiskFolder disk = node.disk(volume);
    byte[] before = Files.readAllBytes(disk.descriptor());
    AtomicFile.write(
        disk.descriptor(), DiskDescriptorWriter.write(disk.read().resized(2048)), 0600);
    assertMended("disagrees", disk.descriptor(), Repair.REWRITE);
    assertThat(disk.descriptor()).hasBinaryContent(before);
  }

  @Test
  void aBadDescriptorAndABadOrMissingImageAreTold() throws IOException {
    Volume volume = idle();
    DiskFolder disk = node.disk(volume);
    Files.write(disk.firstImage(), new byte[4096]);
    assertLeft("bad-image", disk.firstImage(), true);
    Files.delete(disk.firstImage());
    assertLeft("no-image", disk.firstImage(), true);
    Files.writeString(disk.descriptor(), "<x/>");
    assertLeft("bad-descriptor", disk.descriptor(), true);
  }

  @Test
  void templatesWithoutImageOrDescriptorAreSetAsideUnlessACtNeedsThem() throws IOException {
    Path image = node.template().file();
    Path text = root.resolve("template/tiny.json");
    byte[] bytes = Files.readAllBytes(image);
    byte[] described = Files.readAllBytes(text);
    Files.delete(text);
    assertLeft("no-descriptor", image, true);
    Files.write(text, described);
    Files.write(image, new byte[1]);
    assertLeft("disagrees", image, true);
    Files.delete(image);
    assertLeft("no-image", text, true);
    KnownTenants nobody = new KnownTenants();
    PloopPoolCare care = new PloopPoolCare(node.pool());
    List<PoolFlaw> flaws = care.check(nobody, true, Unattended.WORK);
    assertThat(kinds(flaws)).containsExactly("no-image");
    assertThat(flaws).allMatch(PoolFlaw::done);
    Files.write(image, bytes);
    assertThat(care.check(nobody, true, Unattended.WORK))
        .anyMatch(f -> f.kind().equals("no-descriptor") && f.done());
    assertThat(setAside()).hasSize(2);
  }

  @Test
  void aTemplateThatIsBuiltAnewMeanwhileStays() throws IOException {
    Path image = node.template().file();
    Path text = root.resolve("template/tiny.json");
    byte[] described = Files.readAllBytes(text);
    Files.delete(text);
    KnownTenants nobody = new KnownTenants();
    nobody.meanwhile(() -> AtomicFile.write(text, described, 0600));
    PoolFlaw flaw = only(new PloopPoolCare(node.pool()).check(nobody, true, Unattended.WORK));
    assertThat(flaw.kind()).isEqualTo("no-descriptor");
    assertThat(flaw.done()).isFalse();
    assertThat(flaw.note()).contains("meanwhile");
    assertThat(image).exists();
  }

  @Test
  void whatWasDeletedMeanwhileIsNoFlaw() throws IOException {
    Path image = node.template().file();
    Files.delete(root.resolve("template/tiny.json"));
    KnownTenants nobody = new KnownTenants();
    nobody.meanwhile(() -> image.toFile().delete());
    assertThat(new PloopPoolCare(node.pool()).check(nobody, true, Unattended.WORK)).isEmpty();
  }

  @Test
  void aDeviceOfACtThatDoesNotRunEnds() {
    Volume volume = idle();
    try (OwnedFd file = OpenCalls.open(node.image(volume), OpenFlag.READ_WRITE)) {
      LoopDevice device = LoopDevices.attach(file, LoopRequest.forImage().persistent());
      Path path = device.path();
      int index = device.index();
      device.close();
      try {
        assertMended("device", path, Repair.DETACH);
        assertThat(LoopDevices.attachedTo(file)).isEmpty();
      } finally {
        detach(file, index);
      }
    }
  }

  private static void detach(OwnedFd file, int index) {
    if (LoopDevices.attachedTo(file).contains(index)) {
      try (LoopDevice left = LoopDevice.open(index, true)) {
        left.detach();
      }
    }
  }

  @Test
  void aDeviceOfARunningCtStays() {
    Volume volume = idle();
    try (MountedVolume mounted = node.mount(volume)) {
      tenants.know(volume.container(), Standing.RUNNING);
      assertThat(check(true)).isEmpty();
      PloopNode.write(mounted, "file", "it goes on");
    }
    node.storage().release(volume);
  }

  @Test
  void aCheckThatIsCancelledEndsAtOnce() throws IOException {
    file(root.resolveSibling("pool.img.new"));
    ProgressSink cancelled =
        new ProgressSink() {
          @Override
          public void progress(int percent, String message) {}

          @Override
          public void checkCancelled() {
            throw new ContainerException(ErrorCode.CANCELLED, "cancelled");
          }
        };
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> new PloopPoolCare(node.pool()).check(tenants, true, cancelled));
    assertThat(root.resolveSibling("pool.img.new")).exists();
    Files.delete(root.resolveSibling("pool.img.new"));
  }
}
