package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.thread.CredentialThread;
import io.cooperage.spi.backup.BackupDraft;
import io.cooperage.spi.backup.BackupFiles;
import io.cooperage.spi.backup.StoredBackup;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.SnapshotDraft;
import io.cooperage.spi.storage.Volume;
import io.cooperage.storage.ploop.backup.FolderTarget;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.image.FileBytes;
import io.cooperage.storage.ploop.tool.Tool;
import io.cooperage.storage.ploop.upkeep.Defragmenter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups on the real kernel. */
class BackupTest {
  private static final long SEED = Long.getLong("cooperage.seed", System.nanoTime());

  private static PloopNode node;
  private static String place;

  private final FolderTarget target = new FolderTarget();
  private final Random random = new Random(SEED);

  @BeforeAll
  static void start() {
    System.out.println("seed of the changes: " + SEED);
    node = PloopNode.start();
    place = node.host().folder().resolve("backups").toString();
    new FolderTarget().prepare(place);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private StoredBackup backup(Volume volume, Optional<StoredBackup> parent) {
    UUID id = UUID.randomUUID();
    node.snapshots().take(volume, new SnapshotDraft(id, Map.of(), false));
    BackupDraft draft =
        new BackupDraft(id, parent, Instant.parse("2026-01-02T03:04:05Z"), Map.of("note", "kept"));
    BackupFiles files = files(volume, id);
    StoredBackup made = node.backups().write(volume, draft, files, Unattended.WORK);
    assertThat(node.backups().read(files)).contains(made);
    return made;
  }

  private BackupFiles files(Volume volume, UUID id) {
    return target.files(place, volume.container(), id);
  }

  private static Path folder(Volume volume, UUID id) {
    return Path.of(place, volume.container().toString(), id.toString());
  }

  private List<BackupFiles> chain(Volume volume, List<StoredBackup> links) {
    return links.stream().map(b -> files(volume, b.id())).toList();
  }

  private Volume restore(Volume volume, List<StoredBackup> links) {
    return node.backups().restore(chain(volume, links), volume.container(), Unattended.WORK);
  }

  private void scatter(MountedVolume mounted, String name, int bytes) {
    byte[] content = new byte[bytes];
    random.nextBytes(content);
    PloopNode.write(mounted, name, java.util.HexFormat.of().formatHex(content));
  }

  /** Sum of what a disk holds, wherever its image keeps it. */
  private static String content(Path image) throws IOException {
    try (OwnedFd fd = OpenCalls.open(image);
        FileChannel file = FileChannel.open(image)) {
      PloopHeader header = PloopHeader.parse(new FileBytes(fd));
      CRC32C sum = new CRC32C();
      file.position(header.dataOffset());
      ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
      for (long left = header.size(); left > 0; left -= buffer.limit()) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), left));
        while (buffer.hasRemaining()) {
          assertThat(file.read(buffer)).isPositive();
        }
        sum.update(buffer.flip());
      }
      return header.size() + " " + sum.getValue();
    }
  }

  private static Path snapshot(Volume volume, UUID id) {
    return node.disk(volume).path().resolve("root.hds.{" + id + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs"})
  void everyRoundOfChangesIsRestoredBitIdentical(String fstype) throws IOException {
    Volume volume = node.create(ContainerId.random(), "fstype", fstype, "diskspace", "320M");
    List<StoredBackup> links = new ArrayList<>();
    Map<UUID, String> contents = new HashMap<>();
    try (MountedVolume mounted = node.mount(volume)) {
      for (int round = 0; round < 4; round++) {
        for (int file = 0; file < 8; file++) {
          scatter(mounted, "file" + random.nextInt(12), 1 + random.nextInt(1 << 18));
        }
        PloopNode.write(mounted, "file" + random.nextInt(12), "");
        links.add(backup(volume, last(links)));
        UUID id = links.get(round).id();
        contents.put(id, content(snapshot(volume, id)));
      }
    }
    node.storage().release(volume);
    for (StoredBackup link : links) {
      node.backups().verify(files(volume, link.id()), Unattended.WORK);
    }
    for (int round = links.size() - 1; round >= 0; round--) {
      Volume restored = restore(volume, links.subList(0, round + 1));
      assertThat(restored).isEqualTo(volume);
      assertThat(content(node.image(volume)))
          .as("round %d, seed %d", round, SEED)
          .isEqualTo(contents.get(links.get(round).id()));
      DiskFiles.assertNoOrphans(node.disk(volume));
    }
    node.storage().destroy(volume);
  }

  private static Optional<StoredBackup> last(List<StoredBackup> links) {
    return links.isEmpty() ? Optional.empty() : Optional.of(links.get(links.size() - 1));
  }

  @Test
  void aChangeCostsWhatItWrites() throws IOException {
    Volume volume = node.create(ContainerId.random(), "diskspace", "512M");
    StoredBackup full;
    StoredBackup changed;
    StoredBackup same;
    try (MountedVolume mounted = node.mount(volume)) {
      for (int i = 0; i < 10; i++) {
        scatter(mounted, "big" + i, 5 << 20);
      }
      full = backup(volume, Optional.empty());
      scatter(mounted, "small", 1 << 19);
      changed = backup(volume, Optional.of(full));
      same = backup(volume, Optional.of(changed));
    }
    node.storage().release(volume);
    assertThat(full.stored()).isGreaterThan(100L << 20);
    assertThat(changed.stored()).isGreaterThan(1L << 20).isLessThan(full.stored() / 20);
    assertThat(same.stored()).isLessThan(1L << 20);
    node.storage().destroy(volume);
  }

  @Test
  void anImageThatWasLaidOutAnewCostsNothingMore() throws IOException {
    Volume volume = node.create(ContainerId.random(), "diskspace", "320M");
    StoredBackup full;
    StoredBackup second;
    try (MountedVolume mounted = node.mount(volume)) {
      scatter(mounted, "big", 16 << 20);
      full = backup(volume, Optional.empty());
      int changed = overwriteEveryFifthBlock(mounted, "big");
      int pieces = Defragmenter.pieces(node.image(volume));
      node.storage().compact(volume, Unattended.WORK);
      assertThat(Defragmenter.pieces(node.image(volume))).isLessThan(pieces / 4);
      second = backup(volume, Optional.of(full));
      assertThat(Files.size(folder(volume, second.id()).resolve("changes")))
          .isBetween((long) changed, changed + (2L << 20));
    }
    node.storage().release(volume);
    String made = content(snapshot(volume, second.id()));
    Volume restored = restore(volume, List.of(full, second));
    assertThat(content(node.image(restored))).isEqualTo(made);
  }

  private int overwriteEveryFifthBlock(MountedVolume mounted, String name) {
    int[] bytes = new int[1];
    byte[] block = new byte[4096];
    random.nextBytes(block);
    CredentialThread.run(
        PloopNode.IDS.base(),
        PloopNode.IDS.base(),
        () -> {
          try (RandomAccessFile file =
              new RandomAccessFile(PloopNode.in(mounted, name).toFile(), "rw")) {
            for (long at = 0; at < file.length(); at += 5L * block.length) {
              file.seek(at);
              file.write(block);
              bytes[0] += block.length;
            }
            file.getFD().sync();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return bytes[0];
  }

  @Test
  void theFullOneIsAnImageThatQemuReads() throws IOException {
    Volume volume = node.create(ContainerId.random(), "diskspace", "320M");
    try (MountedVolume mounted = node.mount(volume)) {
      scatter(mounted, "file", 3 << 20);
    }
    node.storage().release(volume);
    StoredBackup full = backup(volume, Optional.empty());
    Path image = folder(volume, full.id()).resolve("disk.hds");
    Path raw = node.host().folder().resolve("raw-" + full.id());
    Tool qemu = Tool.of("qemu-img", "qemu-utils");
    assumeTrue(qemu.find().isPresent(), "qemu-img is missing");
    qemu.run(Tool.UNATTENDED, "check", "-f", "parallels", image.toString());
    qemu.run(
        Tool.UNATTENDED,
        "convert",
        "-f",
        "parallels",
        "-O",
        "raw",
        image.toString(),
        raw.toString());
    long offset;
    try (OwnedFd fd = OpenCalls.open(node.image(volume))) {
      offset = PloopHeader.parse(new FileBytes(fd)).dataOffset();
    }
    Tool.of("cmp", "diffutils")
        .run(Tool.UNATTENDED, "-i", "0:" + offset, raw.toString(), "" + node.image(volume));
    Files.delete(raw);
    node.storage().destroy(volume);
  }

  @Test
  void aDiskThatGrewAndShrankIsRestoredWithTheSizeOfThen() throws IOException {
    Volume small = node.create(ContainerId.random(), "diskspace", "256M");
    StoredBackup first = backup(small, Optional.empty());
    Volume large = node.storage().apply(small, node.values("diskspace", "512M"), false);
    try (MountedVolume mounted = node.mount(large)) {
      scatter(mounted, "file", 10 << 20);
    }
    node.storage().release(large);
    StoredBackup second = backup(large, Optional.of(first));
    Path image = snapshot(large, second.id());
    String content = content(image);
    Volume again = node.storage().apply(large, node.values("diskspace", "384M"), false);
    StoredBackup third = backup(again, Optional.of(second));
    String shrunk = content(snapshot(again, third.id()));

    assertThat(restore(again, List.of(first, second, third))).isEqualTo(again);
    assertThat(content(node.image(again))).isEqualTo(shrunk);
    assertThat(restore(again, List.of(first, second))).isEqualTo(large);
    assertThat(content(node.image(large))).isEqualTo(content);
    node.storage().destroy(large);
  }

  @Test
  void anotherContainerGetsAnIdentityOfItsOwn() throws IOException {
    Volume volume = node.create(ContainerId.random());
    try (MountedVolume mounted = node.mount(volume)) {
      PloopNode.write(mounted, "file", "content");
    }
    node.storage().release(volume);
    StoredBackup full = backup(volume, Optional.empty());
    Volume other =
        node.backups().restore(chain(volume, List.of(full)), ContainerId.random(), Unattended.WORK);
    assertThat(DiskFiles.uuid(node.image(other))).isNotEqualTo(DiskFiles.uuid(node.image(volume)));
    try (MountedVolume mounted = node.mount(other)) {
      assertThat(PloopNode.in(mounted, "file")).hasContent("content");
    }
    node.storage().release(other);
    node.storage().destroy(other);
    node.storage().destroy(volume);
  }

  @Test
  void whateverIsDamagedIsFoundAndNotRestored() throws IOException {
    Volume volume = node.create(ContainerId.random());
    StoredBackup full = backup(volume, Optional.empty());
    try (MountedVolume mounted = node.mount(volume)) {
      scatter(mounted, "file", 1 << 20);
    }
    node.storage().release(volume);
    StoredBackup next = backup(volume, Optional.of(full));
    List<StoredBackup> both = List.of(full, next);
    String before = content(node.image(volume));
    for (StoredBackup link : both) {
      try (var files = Files.list(folder(volume, link.id()))) {
        for (Path file : files.toList()) {
          flipOne(file);
          refused(() -> node.backups().verify(files(volume, link.id()), Unattended.WORK));
          refused(() -> restore(volume, both));
          flip(file, flipped);
          cut(file, () -> refused(() -> restore(volume, both)));
        }
      }
    }
    refused(() -> restore(volume, List.of(next)));
    refused(() -> restore(volume, List.of(next, full)));
    refused(() -> restore(volume, List.of(full, full)));
    assertThat(content(node.image(volume))).isEqualTo(before);
    restore(volume, both);
    assertThat(content(node.image(volume))).isEqualTo(before);
    node.storage().destroy(volume);
  }

  private long flipped;

  private void flipOne(Path file) throws IOException {
    flipped = (long) (random.nextDouble() * Files.size(file));
    flip(file, flipped);
  }

  private static void flip(Path file, long at) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, at);
      one.put(0, (byte) (one.get(0) ^ 1));
      channel.write(one.flip(), at);
    }
  }

  private static void cut(Path file, Runnable check) throws IOException {
    Path aside = file.resolveSibling("aside");
    Files.move(file, aside);
    check.run();
    Files.write(file, new byte[0]);
    check.run();
    Files.move(aside, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void whatAnInterruptedRestoreLeftIsDiscardedWithoutItsTarget() throws IOException {
    Volume volume = node.create(ContainerId.random());
    String before = content(node.image(volume));
    Path unfinished = node.disk(volume).path().resolveSibling("root.hdd.unfinished");
    Files.createDirectory(unfinished);
    Files.write(unfinished.resolve("root.hds"), new byte[1]);
    node.backups().discard(volume.container());
    node.backups().discard(volume.container());
    assertThat(unfinished).doesNotExist();
    assertThat(content(node.image(volume))).isEqualTo(before);
    node.storage().destroy(volume);
  }

  @Test
  void aCancelledOneIsNoBackup() {
    Volume volume = node.create(ContainerId.random());
    UUID id = UUID.randomUUID();
    node.snapshots().take(volume, new SnapshotDraft(id, Map.of(), false));
    BackupDraft draft = new BackupDraft(id, Optional.empty(), Instant.EPOCH, Map.of());
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
        .isThrownBy(() -> node.backups().write(volume, draft, files(volume, id), cancelled))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    assertThat(node.backups().read(files(volume, id))).isEmpty();
    assertThat(target.backups(place, volume.container())).containsExactly(id);
    target.delete(place, volume.container(), id);
    target.delete(place, volume.container(), id);
    assertThat(target.containers(place)).doesNotContain(volume.container());
    node.snapshots().delete(volume, Set.of(id));
    DiskFiles.assertNoOrphans(node.disk(volume));
    node.storage().destroy(volume);
  }

  private static void refused(Runnable work) {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(work::run)
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BROKEN_BACKUP));
  }
}
