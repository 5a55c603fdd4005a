package io.cooperage.storage.ploop;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.node.HostLedger;
import io.cooperage.spi.node.NodeEnvironment;
import io.cooperage.storage.ploop.pool.Pool;
import io.cooperage.storage.ploop.pool.PoolOpener;
import io.cooperage.storage.ploop.pool.PoolSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's pool, shared by this bundle's components. It is opened at the first use; one that
 * cannot be opened is tried again at each use and says why. Safe for any thread.
 */
@Component(service = PloopPool.class, configurationPid = "io.cooperage.storage.ploop")
public final class PloopPool {
  private static final Logger LOG = LoggerFactory.getLogger(PloopPool.class);

  private final PoolSettings settings;
  private final Path root;
  private final PoolOpener opener;
  private Optional<Pool> pool = Optional.empty();
  private boolean released;

  /** What the operator sets in {@code io.cooperage.storage.ploop.cfg}. */
  public @interface Configuration {
    /**
     * Size of a pool file when it is made, with suffix; empty: 60 % of what is free, up to 200G.
     */
    String poolSize() default "";

    /** Size of a CT's disk unless it says otherwise. */
    String defaultDiskspace() default "10G";

    /** How many times the pool's size may be promised to disks; 0: any number of times. */
    double overcommit() default 0;
  }

  @Activate
  public PloopPool(
      @Reference NodeEnvironment node, @Reference HostLedger ledger, Configuration configuration) {
    this(
        node,
        ledger,
        PoolSettings.parse(
            configuration.poolSize(),
            configuration.defaultDiskspace(),
            configuration.overcommit()));
    try {
      open();
    } catch (ContainerException e) {
      LOG.error("no disk can be used yet: {}; {}", e.getMessage(), e.hint());
    }
  }

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

  /**
   * The pool, ready for use.
   *
   * @throws ContainerException with the reason why it is not
   */
  synchronized Pool open() {
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

  /** Unmounts a pool that is a file; nobody opens it again before the next start. */
  synchronized void unmount() {
    opener.unmount();
    pool = Optional.empty();
    released = true;
  }

  /** Lets go of the pool; what is mounted stays. */
  @Deactivate
  synchronized void close() {
    pool = Optional.empty();
    opener.close();
  }
}
