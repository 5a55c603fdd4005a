package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.disk.Compaction;
import io.cooperage.api.disk.DiskFault;
import io.cooperage.linux.thread.CredentialThread;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.Volume;
import io.cooperage.storage.ploop.format.InUse;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Space that is given back to the pool, on the real kernel. */
class CompactionTest {
  private static final int BIG = 48 << 20;
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

  private static Compaction compact(Volume volume) {
    return node.storage().compact(volume, Unattended.WORK);
  }

  private static Volume disk(String fstype) {
    return node.create(ContainerId.random(), "fstype", fstype, "diskspace", "320M");
  }

  private static String big() {
    return "content!".repeat(BIG / 8);
  }

  private static void delete(MountedVolume mounted, String path) {
    CredentialThread.run(
        PloopNode.IDS.base(),
        PloopNode.IDS.base(),
        () -> {
          try {
            Files.delete(PloopNode.in(mounted, path));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs"})
  void whatWasDeletedIsGivenBackWhileItRunsAndWhenItIsDown(String fstype) throws IOException {
    Volume volume = disk(fstype);
    for (boolean running : new boolean[] {true, false}) {
      try (MountedVolume mounted = node.mount(volume)) {
        PloopNode.write(mounted, "big", big());
        PloopNode.write(mounted, "kept", "content");
        PloopNode.sync(mounted);
        delete(mounted, "big");
        PloopNode.sync(mounted);
        if (running) {
          assertThat(compact(volume).freed()).isGreaterThan(BIG / 2);
        }
      }
      node.storage().release(volume);
      if (!running) {
        assertThat(compact(volume).freed()).isGreaterThan(BIG / 2);
        assertThat(CheckupTest.header(node.image(volume)).inUse()).isEqualTo(InUse.CLOSED);
      }
    }
    assertThat(compact(volume).freed()).as("the second time").isLessThan(1 << 20);
    try (MountedVolume mounted = node.mount(volume)) {
      assertThat(Files.readString(PloopNode.in(mounted, "kept"))).isEqualTo("content");
    }
    node.storage().release(volume);
  }

  @Test
  void aScatteredImageIsLaidOutAnew() throws IOException {
    Volume volume = disk("ext4");
    try (MountedVolume mounted = node.mount(volume)) {
      PloopNode.write(mounted, "big", big());
    }
    node.storage().release(volume);
    scatter(node.image(volume));
    assertThat(faults(volume)).containsExactly("scattered");
    Compaction gained = compact(volume);
    assertThat(gained.piecesBefore()).isGreaterThan(1000);
    assertThat(gained.piecesAfter()).isLessThan(200);
    assertThat(faults(volume)).isEmpty();
    try (MountedVolume mounted = node.mount(volume)) {
      assertThat(Files.readString(PloopNode.in(mounted, "big"))).isEqualTo(big());
    }
    node.storage().release(volume);
  }

  private static List<String> faults(Volume volume) {
    return node.storage().check(volume, false, Unattended.WORK).get(0).faults().stream()
        .map(DiskFault::kind)
        .toList();
  }

  /** Writes every other block first. */
  private static void scatter(Path image) throws IOException {
    Path other = image.resolveSibling("scattered");
    byte[] zeros = new byte[BLOCK];
    try (RandomAccessFile in = new RandomAccessFile(image.toFile(), "r");
        RandomAccessFile out = new RandomAccessFile(other.toFile(), "rw")) {
      out.setLength(in.length());
      byte[] block = new byte[BLOCK];
      for (int parity = 0; parity < 2; parity++) {
        for (long at = (long) parity * BLOCK; at < in.length(); at += 2 * BLOCK) {
          in.seek(at);
          in.readFully(block);
          if (!Arrays.equals(block, zeros)) {
            out.seek(at);
            out.write(block);
          }
        }
        out.getFD().sync();
      }
    }
    Files.move(other, image, StandardCopyOption.REPLACE_EXISTING);
  }
}
