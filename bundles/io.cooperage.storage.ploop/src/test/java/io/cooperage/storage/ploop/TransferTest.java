package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.disk.ExportOptions;
import io.cooperage.api.disk.Exported;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.api.snapshot.SnapshotId;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.SnapshotDraft;
import io.cooperage.spi.storage.SourceImage;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.storage.VolumeRequest;
import io.cooperage.storage.ploop.convert.QemuImage;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.tool.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks out of the pool and into it, on the real kernel. */
class TransferTest {
  private static PloopNode node;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    node = PloopNode.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static Volume disk(String fstype) {
    Volume volume =
        node.create(ContainerId.random(), "fstype", fstype, "diskspace", "320M", "layout", "ploop");
    write(volume, "content");
    return volume;
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

  private Path export(Volume volume, String format, Optional<SnapshotId> snapshot) {
    Path file = folder.resolve("exported-" + format);
    ExportOptions options = new ExportOptions(file, format, snapshot);
    Exported exported = node.storage().exportTo(volume, options, Unattended.WORK);
    assertThat(exported.file()).isEqualTo(file);
    assertThat(exported.wholeRoot()).isTrue();
    assertThat(exported.size()).isEqualTo(320 * PloopNode.MIB);
    return file;
  }

  private static Volume imported(Path file, String format, String... more) {
    SourceImage image = node.storage().inspect(file, format);
    List<String> settings = new ArrayList<>();
    for (RawSetting setting : image.settings()) {
      settings.addAll(List.of(setting.name(), setting.text()));
    }
    settings.addAll(List.of(more));
    VolumeRequest request =
        new VolumeRequest(
            ContainerId.random(),
            node.values(settings.toArray(String[]::new)),
            Optional.of(node.template()));
    return node.storage().importFrom(request, file, image.format(), Unattended.WORK);
  }

  private void refused(Path file, String format, String... rules) {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> node.storage().inspect(file, format))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_VALUE))
        .satisfies(e -> assertThat(e.getMessage()).startsWith("cannot"))
        .satisfies(e -> assertThat(e.getMessage()).contains(file.toString()))
        .satisfies(e -> assertThat(List.of(rules)).allMatch(e.getMessage()::contains));
  }

  @ParameterizedTest
  @CsvSource({
    "raw,ext4,raw",
    "qcow2,ext4,qcow2",
    "ploop,xfs,parallels",
    "ploop1,ext4,parallels",
    "ploop2,xfs,parallels"
  })
  void whatWasExportedIsReadByQemuAndImportedAgain(String format, String fstype, String qemu)
      throws IOException {
    QemuImage.assumeInstalled();
    Volume volume = disk(fstype);
    Path file = export(volume, format, Optional.empty());
    QemuImage.requireClean(file, qemu);
    QemuImage.requireSame(file, qemu, node.image(volume), "parallels");
    Volume copy = imported(file, "");
    QemuImage.requireSame(file, qemu, node.image(copy), "parallels");
    assertThat(read(copy)).isEqualTo("content");
    DiskFiles.assertNoOrphans(node.disk(copy));
  }

  @Test
  void aFolderIsExportedAndImportedAgain() throws IOException {
    Volume volume = disk("ext4");
    Path file = export(volume, "hdd", Optional.empty());
    assertThat(new DiskFolder(file).read().images()).hasSize(1);
    assertThat(read(imported(file, ""))).isEqualTo("content");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs"})
  void aSnapshotIsExportedWhileItsDiskIsInUse(String fstype) throws IOException {
    Volume volume = disk(fstype);
    UUID id = UUID.randomUUID();
    node.snapshots().take(volume, new SnapshotDraft(id, Map.of(), false));
    write(volume, "later");
    try (MountedVolume mounted = node.mount(volume)) {
      Path file = export(volume, "raw", Optional.of(new SnapshotId(id)));
      assertThat(read(imported(file, ""))).isEqualTo("content");
      assertThat(mounted.disk()).isPresent();
    }
    node.storage().release(volume);
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> export(volume, "qcow2", Optional.of(SnapshotId.random())))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SUCH_SNAPSHOT));
  }

  @Test
  void aRunningXfsIsExportedAsIfItHadBeenUnmounted() throws IOException {
    Volume volume = disk("xfs");
    UUID id = UUID.randomUUID();
    Path file;
    try (MountedVolume mounted = node.mount(volume)) {
      PloopNode.write(mounted, "deleted", "a frozen log names this file");
      Path deleted = PloopNode.in(mounted, "deleted");
      try (RandomAccessFile held = open(deleted)) {
        assertThat(held.length()).isPositive();
        Files.delete(deleted);
        node.snapshots().take(volume, new SnapshotDraft(id, Map.of(), false));
      }
      file = export(volume, "raw", Optional.of(new SnapshotId(id)));
    }
    node.storage().release(volume);
    Tool.of("xfs_repair", "xfsprogs").run(Tool.UNATTENDED, "-n", "-f", file.toString());
    assertThat(read(imported(file, ""))).isEqualTo("content");
  }

  @Test
  void aForeignXfsWhoseLogIsNeededIsRefusedAndNeverMounted() throws IOException {
    Volume volume = disk("xfs");
    Path file = folder.resolve("pulled");
    try (MountedVolume mounted = node.mount(volume)) {
      for (int i = 0; i < 200; i++) {
        PloopNode.write(mounted, "new" + i, "only the log tells of me yet");
      }
      try (RandomAccessFile last = open(PloopNode.in(mounted, "new0"))) {
        last.getFD().sync();
      }
      copyContent(node.image(volume), file);
    }
    node.storage().release(volume);
    int before = disks();
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> imported(file, "raw"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_VALUE))
        .satisfies(e -> assertThat(e.getMessage()).contains("log", "mount and unmount it"));
    assertThat(disks()).isEqualTo(before);
  }

  private static RandomAccessFile open(Path file) throws IOException {
    return new RandomAccessFile(file.toFile(), "rw");
  }

  private static void copyContent(Path image, Path target) throws IOException {
    long size = 320 * PloopNode.MIB;
    try (FileChannel from = FileChannel.open(image);
        FileChannel to =
            FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      assertThat(from.transferTo(from.size() - size, size, to)).isEqualTo(size);
    }
  }

  @Test
  void whatHoldsMoreThanItTakesIsRefusedBeforeThePoolIsFull() throws IOException {
    QemuImage.assumeInstalled();
    Path raw = zeros("dense");
    Tool.of("mke2fs", "e2fsprogs").run(Tool.UNATTENDED, "-q", "-F", "-b", "4096", raw.toString());
    byte[] same = new byte[(int) PloopNode.MIB];
    Arrays.fill(same, (byte) 'x');
    try (RandomAccessFile f = open(raw)) {
      for (int i = 40; i < 200; i++) {
        f.seek(i * PloopNode.MIB);
        f.write(same);
      }
    }
    Path bomb = QemuImage.convert(raw, "qcow2", folder.resolve("bomb"), "-c");
    assertThat(Files.size(bomb)).isLessThan(8 * PloopNode.MIB);
    try (PloopNode small = PloopNode.start(1024 * PloopNode.MIB, 10)) {
      Path filler = small.pool().open().root().resolve("filler");
      long rest = small.pool().open().space().free() - 120 * PloopNode.MIB;
      Tool.of("fallocate", "util-linux")
          .run(Tool.UNATTENDED, "-l", Long.toString(rest), filler.toString());
      SourceImage image = small.storage().inspect(bomb, "");
      List<String> settings = new ArrayList<>();
      image.settings().forEach(s -> settings.addAll(List.of(s.name(), s.text())));
      VolumeRequest request =
          new VolumeRequest(
              ContainerId.random(),
              small.values(settings.toArray(String[]::new)),
              Optional.of(small.template()));
      long before = small.pool().open().space().free();
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(
              () -> small.storage().importFrom(request, bomb, image.format(), Unattended.WORK))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SPACE))
          .satisfies(e -> assertThat(e.getMessage()).contains("the content of " + bomb));
      assertThat(small.pool().open().space().free()).isGreaterThan(before - 8 * PloopNode.MIB);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs"})
  void aDiskThatLostAnEntryOfItsTableIsNotExportedWithZerosInItsPlace(String fstype)
      throws IOException {
    Volume volume = disk(fstype);
    SnapshotId id = SnapshotId.random();
    try (RandomAccessFile image = open(node.image(volume))) {
      image.seek(64 + 4 * 5);
      image.write(new byte[4]);
    }
    node.snapshots().take(volume, new SnapshotDraft(id.uuid(), Map.of(), false));
    for (Optional<SnapshotId> state : List.of(Optional.<SnapshotId>empty(), Optional.of(id))) {
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(() -> export(volume, "raw", state))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BROKEN_CONTAINER))
          .satisfies(e -> assertThat(e.getMessage()).contains("entry 5 of the allocation table"));
    }
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"metadata_csum,^metadata_csum_seed", "^metadata_csum,uninit_bg", "none"})
  void aCloneOfAnyImportedExt4HasAUuidOfItsOwnAndIsClean(String features) throws IOException {
    Path file = zeros("foreign");
    Tool.of("mke2fs", "e2fsprogs")
        .run(
            Tool.UNATTENDED,
            "-q",
            "-F",
            "-t",
            "ext4",
            "-b",
            "4096",
            "-O",
            features,
            file.toString());
    Volume volume = imported(file, "raw");
    write(volume, "shared");
    Volume clone = node.storage().copy(volume, ContainerId.random(), Unattended.WORK);
    assertThat(DiskFiles.uuid(node.image(clone))).isNotEqualTo(DiskFiles.uuid(node.image(volume)));
    assertThat(read(clone)).isEqualTo("shared");
    assertThat(node.storage().check(clone, false, Unattended.WORK))
        .allSatisfy(image -> assertThat(image.faults()).isEmpty());
  }

  @Test
  void aCloneOfADamagedExt4IsMadeAsItIs() throws IOException {
    Volume volume = disk("ext4");
    try (RandomAccessFile image = open(node.image(volume))) {
      image.seek(image.length() - 320 * PloopNode.MIB + 1024);
      image.write(new byte[1024]);
    }
    Volume clone = node.storage().copy(volume, ContainerId.random(), Unattended.WORK);
    assertThat(node.storage().check(clone, false, Unattended.WORK))
        .anySatisfy(image -> assertThat(image.faults()).isNotEmpty());
  }

  @Test
  void anImportedDiskIsAsLargeAsItIsAskedFor() throws IOException {
    Path file = export(disk("ext4"), "qcow2", Optional.empty());
    Volume volume = imported(file, "", "diskspace", "600M");
    assertThat(node.storage().usage(volume).size()).isEqualTo(600 * PloopNode.MIB);
    assertThat(read(volume)).isEqualTo("content");
  }

  @Test
  void aFileSystemThatWasNotUnmountedIsMendedInTheCopy() throws IOException {
    Path file = export(disk("ext4"), "raw", Optional.empty());
    Tool.of("debugfs", "e2fsprogs")
        .run(Tool.UNATTENDED, "-w", "-R", "set_inode_field <2> links_count 77", file.toString());
    byte[] before = Files.readAllBytes(file);
    assertThat(read(imported(file, "raw"))).isEqualTo("content");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "hdd"})
  void aFullFolderIsNotCalledAFullPool(String format) throws IOException {
    Volume volume = disk("ext4");
    Path small = Files.createDirectory(folder.resolve("small"));
    Tool.of("mount", "mount")
        .run(Tool.UNATTENDED, "-t", "tmpfs", "-o", "size=1m", "cooperage-full", small.toString());
    try {
      ExportOptions options = new ExportOptions(small.resolve("file"), format, Optional.empty());
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(() -> node.storage().exportTo(volume, options, Unattended.WORK))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SPACE))
          .withMessageContaining("no space left in " + small);
      assertThat(small).isEmptyDirectory();
    } finally {
      Tool.of("umount", "mount").run(Tool.UNATTENDED, small.toString());
    }
  }

  @Test
  void whatNoContainerCouldRunFromIsRefusedWithTheRule() throws IOException {
    refused(Files.createDirectory(folder.resolve("bare")), "", "DiskDescriptor.xml is missing");
    Path lacking = Files.createDirectory(folder.resolve("lacking"));
    Volume whole = disk("ext4");
    Files.copy(node.disk(whole).descriptor(), lacking.resolve("DiskDescriptor.xml"));
    refused(lacking, "", "root.hds: ENOENT");
    refused(folder.resolve("missing"), "", "ENOENT");
    refused(Files.createFile(folder.resolve("empty")), "", "is empty");
    refused(Files.write(folder.resolve("small"), new byte[100]), "", "too small");
    refused(zeros("zeros"), "", "neither ext4 nor xfs", "--format");
    refused(zeros("as-qcow2"), "qcow2", "signature");
    refused(zeros("as-ploop"), "ploop");
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> node.storage().inspect(folder.resolve("zeros"), "vmdk"))
        .withMessageContaining("hdd, ploop, qcow2, raw");
    Path table = zeros("table");
    try (RandomAccessFile f = new RandomAccessFile(table.toFile(), "rw")) {
      f.seek(512);
      f.writeBytes("EFI PART");
    }
    refused(table, "", "partition table", "dd");
    Path blocks = zeros("blocks");
    Tool.of("mke2fs", "e2fsprogs")
        .run(Tool.UNATTENDED, "-q", "-F", "-b", "1024", blocks.toString());
    refused(blocks, "", "blocks of 1024 bytes", "mkfs.ext4 -b 4096");
    Path sectors = zeros("sectors");
    Tool.of("mkfs.xfs", "xfsprogs").run(Tool.UNATTENDED, "-q", sectors.toString());
    refused(sectors, "", "sectors of 512 bytes");
  }

  private Path zeros(String name) throws IOException {
    Path file = folder.resolve(name);
    try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
      f.setLength(400 * PloopNode.MIB);
    }
    return file;
  }

  @Test
  void aFileSystemBeyondRepairIsRefusedAndNothingIsLeft() throws IOException {
    Path file = zeros("hopeless");
    try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
      f.seek(1024 + 0x18);
      f.write(2); // blocks of 4,096 bytes
      f.seek(1024 + 0x38);
      f.writeShort(0x53ef);
    }
    int before = disks();
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> imported(file, "raw"))
        .satisfies(e -> assertThat(e.getMessage()).contains(file.toString(), "cannot be repaired"));
    assertThat(disks()).isEqualTo(before);
  }

  private static int disks() throws IOException {
    try (Stream<Path> all =
        Files.find(node.storage().containersFolder(), 2, (p, a) -> p.endsWith("root.hdd"))) {
      return (int) all.count();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "hdd"})
  void aCancelledOrCutOffExportLeavesNothing(String format) throws IOException {
    Volume volume = disk("ext4");
    Path target = folder.resolve("target");
    ExportOptions options = new ExportOptions(target, format, Optional.empty());
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> node.storage().exportTo(volume, options, new Cancelled()))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    assertThat(folder).isEmptyDirectory();
    Path part = folder.resolve(".target.part");
    if (format.equals("raw")) {
      Files.write(part, new byte[10]);
    } else {
      Files.write(Files.createDirectory(part).resolve("root.hds"), new byte[10]);
    }
    node.storage().abandon(options);
    node.storage().abandon(options);
    assertThat(folder).isEmptyDirectory();
    Files.createFile(target);
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> node.storage().exportTo(volume, options, Unattended.WORK))
        .withMessageContaining(target + " exists");
    ExportOptions nowhere =
        new ExportOptions(folder.resolve("no/such/file"), format, Optional.empty());
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> node.storage().exportTo(volume, nowhere, Unattended.WORK))
        .withMessageContaining("there is no folder");
  }

  @Test
  void aDiskInUseIsNeitherExportedNorImported() {
    Volume volume = disk("ext4");
    try (MountedVolume mounted = node.mount(volume)) {
      assertThat(mounted.disk()).isPresent();
      for (Runnable use :
          List.<Runnable>of(
              () -> export(volume, "raw", Optional.empty()),
              () -> node.storage().inspect(node.image(volume), ""))) {
        assertThatExceptionOfType(ContainerException.class)
            .isThrownBy(use::run)
            .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IN_USE));
      }
    }
    node.storage().release(volume);
  }

  /** From the beginning. */
  private static final class Cancelled implements ProgressSink {
    @Override
    public void progress(int percent, String message) {}

    @Override
    public void checkCancelled() {
      throw new ContainerException(ErrorCode.CANCELLED, "cancelled");
    }
  }
}
