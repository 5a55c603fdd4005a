package io.cooperage.storage.ploop.mount;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.mount.IdMapRange;
import io.cooperage.linux.mount.MountChange;
import io.cooperage.linux.mount.UserNamespaceSource;
import io.cooperage.spi.kernel.IdMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The user namespace whose maps a CT's mounts get; none for a privileged CT. It is made while the
 * disk is attached, for both wait: one for the kernel, the other for the disk.
 */
public final class MappedUsers implements AutoCloseable {
  private final Optional<CompletableFuture<OwnedFd>> namespace;

  private MappedUsers(Optional<CompletableFuture<OwnedFd>> namespace) {
    this.namespace = namespace;
  }

  /** Begins to make it. */
  static MappedUsers begin(UserNamespaceSource namespaces, IdMap ids) {
    if (ids.privileged()) {
      return new MappedUsers(Optional.empty());
    }
    List<IdMapRange> map = List.of(new IdMapRange(0, ids.base(), ids.width()));
    return new MappedUsers(
        Optional.of(
            CompletableFuture.supplyAsync(
                () -> namespaces.create(map, map, ids.base()), MappedUsers::onThread)));
  }

  private static void onThread(Runnable work) {
    Thread thread = new Thread(work, "cooperage-users");
    thread.setDaemon(true);
    thread.start();
  }

  /** The change with the namespace's maps; waits for it, and throws what its making threw. */
  MountChange on(MountChange change) {
    try {
      return namespace.map(n -> change.idMap(n.join())).orElse(change);
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    namespace.ifPresent(MappedUsers::closeMade);
  }

  private static void closeMade(CompletableFuture<OwnedFd> made) {
    try {
      made.join().close();
    } catch (CompletionException e) {
      // There is nothing to close; whoever needed it was told why.
      return;
    }
  }
}
