package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.disk.Compaction;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.ExtentCalls;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.thread.CredentialThread;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.SnapshotDraft;
import io.cooperage.spi.storage.Volume;
import io.cooperage.storage.ploop.convert.Progress;
import io.cooperage.storage.ploop.image.FileSystemKind;
import io.cooperage.storage.ploop.image.FileSystemTrim;
import io.cooperage.storage.ploop.upkeep.Defragmenter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Images in many pieces that are laid out anew, on the real kernel. */
class DefragmentationTest {
  private static final long SEED = Long.getLong("cooperage.seed", System.nanoTime());
  private static final int BLOCK = 4096;
  private static final int BLOCKS = 8192;
  private static final int SOME = 2500;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static PloopNode node;

  private final Random random = new Random(SEED);
  private final long[] written = new long[BLOCKS];

  @BeforeAll
  static void start() {
    System.out.println("seed of the writes: " + SEED);
    node = PloopNode.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void aRunningOneIsLaidOutAnewUnderItsWriter() throws Exception {
    Volume volume = scattered();
    UUID kept;
    String before;
    long free;
    int wrote;
    try (MountedVolume mounted = node.mount(volume)) {
      kept = snapshot(volume);
      before = sum(image(volume, kept));
      free = free();
      AtomicBoolean ended = new AtomicBoolean();
      AtomicReference<Throwable> failure = new AtomicReference<>();
      int[] rounds = new int[1];
      Thread writer =
          new Thread(
              () -> {
                while (!ended.get()) {
                  overwrite(mounted, 20, BLOCKS / 8);
                  rounds[0]++;
                }
              });
      writer.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
      writer.start();
      Compaction done;
      try {
        done = compact(volume);
      } finally {
        ended.set(true);
        writer.join();
      }
      assertThat(failure.get()).isNull();
      assertThat(rounds[0]).as("rounds of the writer").isPositive();
      assertThat(done.piecesBefore()).isGreaterThan(Defragmenter.SCATTERED);
      assertThat(done.piecesAfter()).isLessThan(done.piecesBefore() / 2);
      wrote = rounds[0] * 20 * BLOCK;
    }
    node.storage().release(volume);
    assertThat(sum(image(volume, kept))).as("the snapshot").isEqualTo(before);
    // What the writer wrote, each block once, and what its file system and XFS take for that.
    assertThat(free - free()).isLessThan(Math.min(wrote, BLOCKS / 8 * BLOCK) + (8L << 20));
    everyBlockIsAsWritten(volume);
    run(volume);
    assertThat(Defragmenter.pieces(node.image(volume))).as("when nobody writes").isLessThan(200);
    everyBlockIsAsWritten(volume);
    assertThat(node.storage().check(volume, false, Unattended.WORK).get(0).faults()).isEmpty();
  }

  @Test
  void whatSnapshotsShareIsMovedWithThem() throws IOException {
    Volume volume = scattered();
    UUID kept = snapshot(volume);
    String before = sum(image(volume, kept));
    long free = free();

    assertThat(compact(volume).piecesAfter()).isLessThan(200);

    assertThat(sum(image(volume, kept))).isEqualTo(before);
    assertThat(free - free()).as("more space taken").isLessThan(4 << 20);
    assertThat(shared(node.image(volume))).isGreaterThan((long) BLOCKS * BLOCK * 9 / 10);
    everyBlockIsAsWritten(volume);
  }

  @Test
  void whatAnotherContainerSharesStaysWhereItIs() throws IOException {
    Volume volume = scattered();
    Volume clone = node.storage().copy(volume, ContainerId.random(), Unattended.WORK);
    int before = Defragmenter.pieces(node.image(volume));
    assertThat(compact(volume).piecesAfter()).isGreaterThan(before * 3 / 4);
    // A snapshot has the same blocks: that the clone has them too is seen when they were moved.
    UUID kept = snapshot(volume);
    String sum = sum(image(volume, kept));
    long free = free();
    assertThat(compact(volume).piecesAfter()).isGreaterThan(before * 3 / 4);
    assertThat(free - free()).as("more space taken").isLessThan(4 << 20);
    assertThat(sum(image(volume, kept))).isEqualTo(sum);
    everyBlockIsAsWritten(volume);
    node.storage().destroy(clone);
  }

  @Test
  void thePatrolLooksAtAllOfThem() throws IOException {
    Volume volume = scattered();
    FragmentationPatrol patrol = new FragmentationPatrol(node.pool());
    patrol.round(node.pool().open());
    assertThat(Defragmenter.pieces(node.image(volume))).isLessThan(200);
    everyBlockIsAsWritten(volume);
    assertThat(node.pool().fragmentation().words())
        .startsWith("0 of ")
        .contains("images scattered, at most");
    patrol.close();
  }

  @Test
  void aPatrolAtWorkLetsThePoolBeUnmounted() throws Exception {
    try (PloopNode other = PloopNode.start()) {
      Volume volume = scattered(other);
      int before = Defragmenter.pieces(other.image(volume));
      new FragmentationPatrol(other.pool(), Duration.ofMillis(1));
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (Defragmenter.pieces(other.image(volume)) == before) {
        assertThat(System.nanoTime()).as("time until a stretch is moved").isLessThan(deadline);
      }
      other.host().mounts().close();
      other.pool().unmount();
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .doesNotContain("cooperage-defragment");
    }
  }

  @Test
  void whoeverNeedsTheBlocksWhereTheyAreIsWaitedFor() throws Exception {
    Volume volume = scattered();
    Path places = Defragmenter.placesOf(node.disk(volume));
    UUID kept = snapshot(volume);
    for (Runnable change :
        List.<Runnable>of(
            () -> run(volume),
            () -> snapshot(volume),
            () -> node.snapshots().switchTo(volume, kept),
            () -> node.snapshots().delete(volume, Set.of(kept)))) {
      node.pool().work().begin(places);
      Thread thread = new Thread(change);
      thread.start();
      thread.join(300);
      assertThat(thread.isAlive()).isTrue();
      node.pool().work().end(places);
      thread.join(PATIENCE.toMillis());
      assertThat(thread.isAlive()).isFalse();
    }
  }

  @Test
  void anImageThatWasReplacedIsLeftAlone() throws IOException {
    Volume volume = scattered();
    UUID kept = snapshot(volume);
    Defragmenter defragmenter = new Defragmenter(node.pool().open(), node.pool().work());
    boolean whole =
        defragmenter.run(
            node.disk(volume),
            (done, total) -> {
              if (done == 0) {
                node.snapshots().switchTo(volume, kept);
              }
            });
    assertThat(whole).isFalse();
    everyBlockIsAsWritten(volume);
  }

  private Volume scattered() throws IOException {
    return scattered(node);
  }

  /** Writes that meet shared blocks are laid somewhere else. */
  private Volume scattered(PloopNode at) throws IOException {
    Volume volume = at.create(ContainerId.random(), "diskspace", "320M");
    try (MountedVolume mounted = at.mount(volume)) {
      PloopNode.write(mounted, "big", "content!".repeat(BLOCKS * BLOCK / 8));
      PloopNode.sync(mounted);
      UUID id = snapshot(at, volume);
      overwrite(mounted, SOME, BLOCKS);
      at.snapshots().delete(volume, Set.of(id));
      assertThat(Defragmenter.pieces(at.image(volume))).isGreaterThan(Defragmenter.SCATTERED);
    }
    at.storage().release(volume);
    return volume;
  }

  private static void run(Volume volume) {
    new Defragmenter(node.pool().open(), node.pool().work())
        .run(node.disk(volume), Progress.UNATTENDED);
  }

  private static Path image(Volume volume, UUID snapshot) {
    return node.disk(volume).path().resolve("root.hds.{" + snapshot + "}");
  }

  private static Compaction compact(Volume volume) {
    return node.storage().compact(volume, Unattended.WORK);
  }

  private static UUID snapshot(Volume volume) {
    return snapshot(node, volume);
  }

  private static UUID snapshot(PloopNode at, Volume volume) {
    UUID id = UUID.randomUUID();
    at.snapshots().take(volume, new SnapshotDraft(id, Map.of(), false));
    return id;
  }

  private void overwrite(MountedVolume mounted, int count, int among) {
    CredentialThread.run(
        PloopNode.IDS.base(),
        PloopNode.IDS.base(),
        () -> {
          try (RandomAccessFile file = open(mounted, "rw")) {
            for (int i = 0; i < count; i++) {
              int block = random.nextInt(among);
              written[block] = random.nextLong();
              file.seek((long) block * BLOCK);
              file.write(ByteBuffer.allocate(BLOCK).putLong(0, written[block]).array());
            }
            file.getFD().sync();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Reads the image, and not what the kernel has of a mounted file. */
  private void everyBlockIsAsWritten(Volume volume) throws IOException {
    try (MountedVolume mounted = node.mount(volume);
        RandomAccessFile file = open(mounted, "r")) {
      for (int block = 0; block < BLOCKS; block++) {
        file.seek((long) block * BLOCK);
        long expected = written[block] == 0 ? first() : written[block];
        assertThat(file.readLong()).as("block %d", block).isEqualTo(expected);
      }
    }
    node.storage().release(volume);
  }

  private static long first() {
    return ByteBuffer.wrap("content!".getBytes(StandardCharsets.US_ASCII)).getLong();
  }

  private static RandomAccessFile open(MountedVolume mounted, String mode) throws IOException {
    return new RandomAccessFile(PloopNode.in(mounted, "big").toFile(), mode);
  }

  private static String sum(Path image) throws IOException {
    CRC32C sum = new CRC32C();
    sum.update(Files.readAllBytes(image));
    return Long.toString(sum.getValue());
  }

  /** What is free when XFS has freed what it still has of deleted files. */
  private static long free() {
    try (OwnedFd root = OpenCalls.open(node.pool().root(), OpenFlag.DIRECTORY)) {
      FileCalls.syncFileSystem(root);
      FileSystemTrim.run(FileSystemKind.XFS, root, 0, () -> {});
      return StatusCalls.fileSystem(root).availableBytes();
    }
  }

  private static long shared(Path image) {
    long[] bytes = new long[1];
    try (OwnedFd file = OpenCalls.open(image)) {
      ExtentCalls.forEach(file, e -> bytes[0] += e.shared() ? e.length() : 0);
    }
    return bytes[0];
  }
}
