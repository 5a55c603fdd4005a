package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.node.Finding;
import io.cooperage.api.node.HostChange;
import io.cooperage.api.node.PoolStatus;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.Volume;
import io.cooperage.storage.ploop.attach.MemoryDescriptors;
import io.cooperage.storage.ploop.pool.Pool;
import io.cooperage.storage.ploop.pool.PoolOpener;
import io.cooperage.storage.ploop.pool.PoolSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PoolTest {
  private static final long SIZE = 2L << 30;

  private PloopNode node;

  @BeforeEach
  void start() {
    node = PloopNode.start(SIZE, 2);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aPoolFileIsRecordedAsAChangeOfTheHost() {
    Path root = node.pool().root();
    assertThat(node.host().ledger().changes())
        .extracting(HostChange::kind, HostChange::key)
        .containsExactly(tuple("pool-mount", root.toString()));
    assertThat(node.storage().pool().details()).containsEntry("file system", "xfs");
  }

  @Test
  void aNewDaemonTakesOverThePoolAndItsMountedDisks() throws IOException {
    Volume volume = node.create(ContainerId.random());
    try (MountedVolume mounted = node.mount(volume)) {
      node.restart(SIZE, 2);
      assertThat(node.storage().device(volume)).isEqualTo(mounted.disk());
      assertThat(node.storage().usage(volume).used()).isPositive();
      PloopNode.write(mounted, "file", "content");
    }
    node.storage().release(volume);
    assertThat(node.storage().device(volume)).isEmpty();
    assertThat(node.storage().pool().promised()).isEqualTo(256 << 20);
  }

  @Test
  void aPoolThatWasUnmountedComesBackWithItsDisks() throws IOException {
    Volume volume = node.create(ContainerId.random());
    node.host().mounts().close();
    node.pool().unmount();
    Leftovers.awaitNone(node.host().folder());
    node.restart(SIZE, 2);
    try (MountedVolume mounted = node.mount(volume)) {
      assertThat(Files.readString(PloopNode.in(mounted, "etc/name"))).isEqualTo("tiny");
    }
    node.storage().release(volume);
  }

  @Test
  void aSecondDaemonIsRefused() {
    node.pool().open();
    PoolOpener second = new PoolOpener(node.pool().root(), settings(0), node.host().ledger());
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(second::open)
        .withMessageContaining("another daemon")
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IN_USE));
  }

  @Test
  void anInstanceThatWasReplacedNeverTakesThePoolAgain() {
    PloopPool replaced = node.pool();
    replaced.close();
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(replaced::open)
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.WAITING));
    node.restart(SIZE, 2);
    assertThat(node.pool().open().containers()).isDirectory();
  }

  @Test
  void thePoolIsTakenOverAsSoonAsItsFormerInstanceLetsGo() throws InterruptedException {
    PloopPool former = node.pool();
    former.open();
    PloopPool next = new PloopPool(node.host(), node.host().ledger(), settings(0));
    CountDownLatch open = new CountDownLatch(1);
    PoolDoor door = new PoolDoor(next, open::countDown);
    try {
      assertThat(open.getCount()).isOne();
      assertThat(new PloopProbe(next, new MemoryDescriptors()).findings())
          .filteredOn(f -> f.subject().equals("storage pool"))
          .singleElement()
          .satisfies(f -> assertThat(f.grade()).isEqualTo(Finding.Grade.MISSING))
          .satisfies(f -> assertThat(f.detail()).contains("another daemon"));
      former.close();
      assertThat(open.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(next.opened()).isPresent();
    } finally {
      door.close();
    }
    node.restart(SIZE, 2);
  }

  @Test
  void aFolderThatCanShareBlocksIsUsedInPlace() {
    Path inside = node.pool().open().root().resolve("nested/pool");
    try (PoolOpener opener = new PoolOpener(inside, settings(0), node.host().ledger())) {
      Pool pool = opener.open();
      assertThat(pool.file()).isEmpty();
      assertThat(pool.containers()).isDirectory();
      opener.unmount();
      assertThat(pool.containers()).isDirectory();
    }
  }

  @Test
  void theRestorerUnmountsThePoolAndItsTemplates() {
    Volume volume = node.create(ContainerId.random());
    node.mount(volume).close();
    node.storage().release(volume);
    PoolMountRestorer restorer = new PoolMountRestorer(node.pool(), node.host().mounts());
    HostChange change = node.host().ledger().changes().get(0);
    assertThat(restorer.kind()).isEqualTo(change.kind());
    restorer.restore(change);
    Leftovers.awaitNone(node.host().folder());
    restorer.restore(change);
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> node.storage().pool())
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_MOUNTED));
  }

  @Test
  void aPoolThatSomebodyWorksInStaysMounted() throws IOException {
    Path file = Files.writeString(node.pool().open().root().resolve("file"), "content");
    PoolMountRestorer restorer = new PoolMountRestorer(node.pool(), node.host().mounts());
    HostChange change = node.host().ledger().changes().get(0);
    try (InputStream open = Files.newInputStream(file)) {
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(() -> restorer.restore(change))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IN_USE));
      assertThat(open.read()).isEqualTo('c');
    }
    assertThat(node.storage().pool().total()).isPositive();
  }

  @Test
  void theRestorerLeavesThePoolOfAnotherNodeAlone() {
    PoolMountRestorer restorer = new PoolMountRestorer(node.pool(), node.host().mounts());
    restorer.restore(new HostChange("pool-mount", "/elsewhere/pool", "", "", "other"));
    assertThat(node.pool().opened()).isPresent();
  }

  @Test
  void moreThanThePromisableIsRefusedBeforeAnythingIsWritten() {
    ContainerId id = ContainerId.random();
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> node.create(id, "diskspace", "64G"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SPACE));
    assertThat(node.storage().containersFolder().resolve(id.toString())).doesNotExist();
    assertThat(node.storage().pool().promised()).isZero();
  }

  @Test
  void aFullPoolIsSaidBeforeAnythingIsWritten() throws IOException {
    fill(node.pool().open());
    ContainerId id = ContainerId.random();
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> node.create(id))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SPACE))
        .satisfies(e -> assertThat(e.hint()).contains("destroy"));
    assertThat(node.storage().containersFolder().resolve(id.toString())).doesNotExist();
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> node.templates().workFolder("x"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SPACE));
  }

  @Test
  void theProbeNamesThePoolAndWhatTheKernelHas() {
    PloopProbe probe = new PloopProbe(node.pool(), new MemoryDescriptors());
    node.pool().open();
    assertThat(probe.features())
        .containsEntry("filesystem.erofs", "yes")
        .containsEntry("pool.reflink", "yes")
        .containsEntry("loop.direct-io", "yes")
        .containsKey("pool");
    assertThat(probe.findings()).extracting("subject").contains("storage pool", "loop devices");
    PoolStatus status = node.storage().pool();
    assertThat(status.total()).isLessThanOrEqualTo(SIZE);
  }

  private static PoolSettings settings(double overcommit) {
    return new PoolSettings(
        OptionalLong.of(SIZE), OptionalLong.empty(), 1 << 30, overcommit, Duration.ZERO);
  }

  private static void fill(Pool pool) throws IOException {
    Path ballast = pool.root().resolve("ballast");
    long bytes = pool.space().free() - (8 << 20);
    try (OwnedFd file = OpenCalls.create(ballast, 0600, OpenFlag.READ_WRITE, OpenFlag.CREATE)) {
      FileCalls.allocate(file, 0, bytes);
    }
    assertThat(Files.size(ballast)).isEqualTo(bytes);
  }
}
