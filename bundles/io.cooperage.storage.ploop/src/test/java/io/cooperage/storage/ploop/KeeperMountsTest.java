package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.Volume;
import io.cooperage.supervisor.SocketSupervisor;
import io.cooperage.supervisor.SupervisorProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With the real supervisor: it keeps the templates' mounts and makes the user namespaces. */
class KeeperMountsTest {
  private static final Path BINARY =
      Path.of("../io.cooperage.supervisor/target/native/cooperage-supervisor").toAbsolutePath();

  private PloopNode node;
  private SocketSupervisor supervisor;

  @BeforeEach
  void start() {
    assumeTrue(Files.isExecutable(BINARY), "the supervisor program is not built");
    node = PloopNode.start();
    supervisor = new SupervisorProgram(BINARY, node.host().runFolder()).ensure();
  }

  @AfterEach
  void stop() throws InterruptedException, ExecutionException, TimeoutException {
    if (node != null) {
      long keeper = supervisor.info().keeper();
      supervisor.close();
      ProcessHandle process = ProcessHandle.of(keeper).orElseThrow();
      process.destroyForcibly();
      process.onExit().get(10, TimeUnit.SECONDS);
      node.close();
    }
  }

  private PloopStorage storage(KeeperMounts mounts, SocketSupervisor own) {
    return new PloopStorage(
        node.pool(),
        mounts,
        new KeeperDescriptors(own),
        own,
        new KeeperFreezer(own, HasteNote.in(node.host().runFolder())));
  }

  @Test
  void anotherDaemonMountsOverTheTemplateThatTheKeeperHolds() throws IOException {
    Volume volume = node.create(ContainerId.random());
    for (int daemon = 0; daemon < 2; daemon++) {
      try (SocketSupervisor own = new SupervisorProgram(BINARY, node.host().runFolder()).ensure()) {
        PloopStorage storage = storage(new KeeperMounts(own), own);
        MountRequest request = new MountRequest(PloopNode.IDS, Optional.of(node.template()), false);
        try (MountedVolume mounted = storage.mount(volume, request)) {
          assertThat(Files.readString(PloopNode.in(mounted, "etc/name"))).isEqualTo("tiny");
          PloopNode.write(mounted, "file", "content");
        }
        storage.release(volume);
      }
    }
    KeeperMounts mounts = new KeeperMounts(supervisor);
    String name = "template/" + node.template().digest();
    assertThat(mounts.held(name)).hasValueSatisfying(fd -> fd.close());
    new PloopTemplates(node.pool(), mounts).delete(node.template());
    assertThat(mounts.held(name)).isEmpty();
  }

  @Test
  void thePoolIsPutBackAlthoughTheKeeperHeldMountsOfItsFiles() {
    KeeperMounts mounts = new KeeperMounts(supervisor);
    PloopStorage storage = storage(mounts, supervisor);
    Volume volume = node.create(ContainerId.random());
    storage
        .mount(volume, new MountRequest(PloopNode.IDS, Optional.of(node.template()), false))
        .close();
    storage.release(volume);
    new PoolMountRestorer(node.pool(), mounts).restore(node.host().ledger().changes().get(0));
    Leftovers.awaitNone(node.host().folder());
  }
}
