package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.image.BlankImages;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.image.DiskMaker;
import io.cooperage.storage.ploop.image.DiskSpec;
import io.cooperage.storage.ploop.image.FileBytes;
import io.cooperage.storage.ploop.image.FileSystemKind;
import io.cooperage.storage.ploop.image.FileSystems;
import io.cooperage.storage.ploop.pool.WorkInProgress;
import io.cooperage.storage.ploop.tool.Tool;
import io.cooperage.storage.ploop.tool.Tools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiskMakerTest {
  private static final DiskSpec SPEC =
      new DiskSpec(FileSystemKind.EXT4, 64 << 20, 2048, false, Optional.empty());

  private final AtomicInteger fills = new AtomicInteger();
  private PloopNode node;
  private Path cache;
  private Path container;
  private DiskMaker maker;

  @BeforeEach
  void start() throws IOException {
    node = PloopNode.start();
    Path root = node.pool().open().root();
    cache = Files.createDirectory(root.resolve("cache"));
    container = root.resolve("ct/one");
    FileSystems fileSystems = new FileSystems(cache);
    maker =
        new DiskMaker(
            new BlankImages(
                cache,
                fileSystems,
                (spec, top, progress) -> fills.incrementAndGet(),
                new WorkInProgress()),
            fileSystems);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void theBlankIsMadeOnceAndItsBlocksAreShared() throws IOException {
    DiskFolder one = maker.create(container, SPEC, Unattended.WORK);
    DiskFolder two = maker.create(container.resolveSibling("two"), SPEC, Unattended.WORK);
    assertThat(fills).hasValue(1);
    assertThat(Files.readString(two.descriptor())).isEqualTo(Files.readString(one.descriptor()));
  }

  @Test
  void everyDiskHasAUuidOfItsOwnAndIsClean() throws IOException {
    DiskFolder one = maker.create(container, SPEC, Unattended.WORK);
    DiskFolder two = maker.create(container.resolveSibling("two"), SPEC, Unattended.WORK);
    assertThat(uuid(one)).isNotEqualTo(uuid(two));
    for (DiskFolder disk : new DiskFolder[] {one, two}) {
      String device = disk.firstImage() + "?offset=" + (17 << 20);
      Tool.Outcome checked = Tools.E2FSCK.attempt(Tool.UNATTENDED, "-fn", device);
      assertThat(checked.output()).doesNotContain("checksum", "FIXED", "Fix?");
      assertThat(checked.exit()).isZero();
    }
  }

  @Test
  void theNumberOfInodesIsWhatWasAskedFor() throws IOException {
    DiskFolder disk = maker.create(container, SPEC, Unattended.WORK);
    String device = disk.firstImage() + "?offset=" + (17 << 20);
    assertThat(Tool.of("dumpe2fs", "e2fsprogs").attempt(Tool.UNATTENDED, "-h", device).output())
        .containsPattern("Inode count: +2048")
        .contains("metadata_csum_seed");
  }

  @Test
  void whatAnInterruptedCreationLeftIsCleared() throws IOException {
    Files.createDirectories(container.resolve("root.hdd.unfinished"));
    Files.writeString(container.resolve("root.hdd.unfinished/root.hds"), "half");
    maker.create(container, SPEC, Unattended.WORK);
    assertThat(names(container)).containsExactly("root.hdd");
    Files.createDirectories(container.resolve("root.hdd.unfinished"));
    maker.remove(container);
    assertThat(names(container)).isEmpty();
  }

  @Test
  void aFailedBlankLeavesNothing() throws IOException {
    BlankImages failing =
        new BlankImages(
            cache,
            new FileSystems(cache),
            (spec, top, progress) -> {
              throw new IllegalStateException("no content");
            },
            new WorkInProgress());
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                new DiskMaker(failing, new FileSystems(cache))
                    .create(container, SPEC, Unattended.WORK));
    assertThat(names(cache)).containsExactly("mke2fs.conf");
    assertThat(container).doesNotExist();
  }

  @Test
  void theCacheIsBounded() throws IOException {
    for (int i = 0; i < 40; i++) {
      Files.createDirectory(cache.resolve("old-" + i));
    }
    maker.create(container, SPEC, Unattended.WORK);
    assertThat(names(cache)).hasSize(33);
  }

  private static ByteBuffer uuid(DiskFolder disk) {
    try (OwnedFd file = OpenCalls.open(disk.firstImage())) {
      FileBytes bytes = new FileBytes(file);
      ByteBuffer uuid = ByteBuffer.allocate(16);
      bytes.read(uuid, PloopHeader.parse(bytes).dataOffset() + 1024 + 0x68);
      return uuid.flip();
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
