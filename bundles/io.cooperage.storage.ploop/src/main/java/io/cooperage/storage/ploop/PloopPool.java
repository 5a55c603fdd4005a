package io.cooperage.storage.ploop;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.node.HostLedger;
import io.cooperage.spi.node.NodeEnvironment;
import io.cooperage.storage.ploop.pool.Pool;
import io.cooperage.storage.ploop.pool.PoolOpener;
import io.cooperage.storage.ploop.pool.PoolSettings;
import io.cooperage.storage.ploop.pool.WorkInProgress;
import io.cooperage.storage.ploop.upkeep.Fragmentation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * The node's pool, shared by this bundle's components. It is opened at the first use; one that
 * cannot be opened is tried again at each use and says why. Safe for any thread.
 */
public final class PloopPool {
  private final PoolSettings settings;
  private final Path root;
  private final PoolOpener opener;
  private final Promises promises = new Promises();
  private final WorkInProgress work = new WorkInProgress();
  private final Fragmentation fragmentation = new Fragmentation();
  private final List<Runnable> beforeUnmount = new CopyOnWriteArrayList<>();
  private Optional<Pool> pool = Optional.empty();
  private boolean released;
  private boolean closed;

  PloopPool(NodeEnvironment node, HostLedger ledger, PoolSettings settings) {
    this.settings = settings;
    this.root = node.stateFolder().resolve("pool");
    this.opener = new PoolOpener(root, settings, ledger);
  }

  /** Where the pool is, open or not. */
  Path root() {
    return root;
  }

  PoolSettings settings() {
    return settings;
  }

  Promises promises() {
    return promises;
  }

  /** What is being made in the pool. */
  WorkInProgress work() {
    return work;
  }

  /** What was found of scattered images. */
  Fragmentation fragmentation() {
    return fragmentation;
  }

  /**
   * Does what gives a CT a disk of a size; what was promised before is restored if it fails.
   *
   * @throws ContainerException NO_SPACE if so much may not be promised
   */
  <T> T promised(Path folder, long size, Supplier<T> work) {
    double times = settings.overcommit();
    long most = times == 0 ? Long.MAX_VALUE : (long) (open().space().total() * times);
    long before = promises.put(folder, size, most);
    try {
      return work.get();
    } catch (RuntimeException e) {
      promises.restore(folder, before);
      throw e;
    }
  }

  /**
   * The pool, ready for use.
   *
   * @throws ContainerException with the reason why it is not
   */
  synchronized Pool open() {
    if (closed) {
      // Whoever still works with an instance that was replaced must not take the lock from the
      // next.
      throw new ContainerException(
          ErrorCode.WAITING, "the storage pool was given to the next instance");
    }
    if (released) {
      throw new ContainerException(
          ErrorCode.NOT_MOUNTED, "the storage pool was put back", "start the daemon again");
    }
    if (pool.isEmpty()) {
      pool = Optional.of(Failures.told("open the storage pool", opener::open));
    }
    return pool.get();
  }

  /** The pool if it is open; opens nothing. */
  synchronized Optional<Pool> opened() {
    return pool;
  }

  /** Adds what has to end before the pool can be unmounted. */
  void beforeUnmount(Runnable end) {
    beforeUnmount.add(end);
  }

  /** Unmounts a pool that is a file; nobody opens it again before the next start. */
  void unmount() {
    // They may ask for the pool until they end: not under the lock.
    beforeUnmount.forEach(Runnable::run);
    unmountNow();
  }

  private synchronized void unmountNow() {
    opener.unmount();
    pool = Optional.empty();
    released = true;
  }

  /** Lets go of the pool for good; what is mounted stays. */
  synchronized void close() {
    closed = true;
    pool = Optional.empty();
    opener.close();
  }
}
