package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.PoolRoom;
import io.cooperage.spi.storage.Volume;
import io.cooperage.storage.ploop.pool.Pool;
import io.cooperage.storage.ploop.pool.PoolGrowth;
import io.cooperage.storage.ploop.pool.PoolOpener;
import io.cooperage.storage.ploop.pool.PoolSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pool file that grows under mounted disks, on the real kernel. */
class PoolGrowthTest {
  private static final long GIB = 1L << 30;

  private PloopNode node;

  @BeforeEach
  void start() {
    node = PloopNode.start(GIB, 0);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private long grow(long bytes) {
    return new PloopPoolCare(node.pool()).grow(bytes, Unattended.WORK);
  }

  private long total() {
    return node.storage().pool().total();
  }

  private void assertRefused(long bytes, ErrorCode code) {
    long before = total();
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> grow(bytes))
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    assertThat(total()).isEqualTo(before);
  }

  @Test
  void itHasTheNewSizeAtOnceAndMountedDisksGoOn() throws IOException {
    Volume volume = node.create(ContainerId.random());
    long before = node.storage().room().orElseThrow().free();
    try (MountedVolume mounted = node.mount(volume)) {
      PloopNode.write(mounted, "before", "content");
      assertThat(grow(3 * GIB + 12345)).isEqualTo(3 * GIB);
      PloopNode.write(mounted, "after", "more");
      assertThat(Files.readString(PloopNode.in(mounted, "before"))).isEqualTo("content");
      assertThat(Files.readString(PloopNode.in(mounted, "after"))).isEqualTo("more");
    }
    node.storage().release(volume);
    assertThat(total()).isGreaterThan(2 * GIB + GIB / 2);
    assertThat(node.storage().room().orElseThrow().free()).isGreaterThan(before + 3 * GIB / 2);
    assertThat(grow(3 * GIB)).as("the same again").isEqualTo(3 * GIB);
    node.restart(GIB, 0);
    assertThat(total()).isGreaterThan(2 * GIB + GIB / 2);
  }

  @Test
  void whatCannotBeIsRefusedAndNothingChanges() {
    assertRefused(GIB / 2, ErrorCode.BAD_VALUE);
    assertRefused(1L << 49, ErrorCode.NO_SPACE);
  }

  @Test
  void aGrowthThatEndedAfterTheFileIsFinishedByTheNext() {
    Path path = node.pool().open().file().orElseThrow();
    try (OwnedFd file = OpenCalls.open(path, OpenFlag.READ_WRITE)) {
      FileCalls.resize(file, 2 * GIB);
    }
    assertThat(total()).isLessThanOrEqualTo(GIB);
    assertThat(grow(2 * GIB)).isEqualTo(2 * GIB);
    assertThat(total()).isGreaterThan(GIB + GIB / 2);
  }

  @Test
  void aHostThatDiedInBetweenMountsThePoolAndGoesOn() {
    Path path = node.pool().open().file().orElseThrow();
    node.host().mounts().close();
    node.pool().unmount();
    Leftovers.awaitNone(node.host().folder());
    try (OwnedFd file = OpenCalls.open(path, OpenFlag.READ_WRITE)) {
      FileCalls.resize(file, 2 * GIB);
    }
    node.restart(GIB, 0);
    assertThat(node.pool().open().containers()).isDirectory();
    assertThat(grow(2 * GIB)).isEqualTo(2 * GIB);
    assertThat(total()).isGreaterThan(GIB + GIB / 2);
  }

  @Test
  void aPoolOnAFileSystemOfTheHostIsNotOursToGrow() {
    Path inside = node.pool().open().root().resolve("nested/pool");
    PoolSettings settings =
        new PoolSettings(OptionalLong.empty(), OptionalLong.empty(), 1 << 30, 0, Duration.ZERO);
    try (PoolOpener opener = new PoolOpener(inside, settings, node.host().ledger())) {
      Pool pool = opener.open();
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(() -> PoolGrowth.run(pool, 2 * GIB))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
    }
  }

  @Test
  void itTellsItsRoomAndWhatItKeepsFree() {
    PoolRoom room = node.storage().room().orElseThrow();
    assertThat(room.free()).isBetween(GIB / 2, GIB);
    assertThat(room.reserve()).isEqualTo(64L << 20);
    assertThat(room.scarce()).contains(node.pool().root().toString());
    assertThat(room.remedy()).contains("ct pool grow");
    Volume volume = node.create(ContainerId.random());
    assertThat(node.storage().taken(volume))
        .isEqualTo(node.storage().usage(volume).allocated())
        .isPositive();
    node.storage().destroy(volume);
  }
}
