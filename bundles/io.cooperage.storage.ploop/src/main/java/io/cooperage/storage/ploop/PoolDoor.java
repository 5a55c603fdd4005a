package io.cooperage.storage.ploop;

import io.cooperage.api.error.ContainerException;
import io.cooperage.spi.node.HostLedger;
import io.cooperage.spi.node.NodeEnvironment;
import io.cooperage.storage.ploop.pool.PoolSettings;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the node's pool and lets the components in that work in it. A pool that cannot be opened,
 * as one that the instance before an update has not let go of, is tried again until it can; the
 * host's findings say why meanwhile. Safe for any thread.
 */
@Capability(
    namespace = "osgi.service",
    attribute = "objectClass:List<String>=\"io.cooperage.storage.ploop.PloopPool\"",
    effective = "active")
@Component(
    service = PoolDoor.class,
    immediate = true,
    configurationPid = "io.cooperage.storage.ploop")
public final class PoolDoor {
  private static final Logger LOG = LoggerFactory.getLogger(PoolDoor.class);
  private static final long PAUSE_MILLIS = 250;

  private final PloopPool pool;
  private final Runnable whenOpen;
  private final CountDownLatch closing = new CountDownLatch(1);
  private Optional<ServiceRegistration<PloopPool>> registration = Optional.empty();
  private volatile String told = "";

  /** What the operator sets in {@code io.cooperage.storage.ploop.cfg}. */
  public @interface Configuration {
    /**
     * Size of a pool file when it is made, with suffix; empty: 60 % of what is free, up to 200G.
     */
    String poolSize() default "";

    /** What shall stay free of the pool, with suffix; empty: 2 % of it, 64M to 1G. */
    String poolReserve() default "";

    /** Size of a CT's disk unless it says otherwise. */
    String defaultDiskspace() default "10G";

    /** How many times the pool's size may be promised to disks; 0: any number of times. */
    double overcommit() default 0;

    /** Seconds between two looks for scattered images; 0: none is laid out anew by itself. */
    int defragment() default 600;
  }

  /** Called by the framework. */
  @Activate
  public PoolDoor(
      BundleContext bundle,
      @Reference NodeEnvironment node,
      @Reference HostLedger ledger,
      Configuration configuration) {
    pool =
        new PloopPool(
            node,
            ledger,
            PoolSettings.parse(
                configuration.poolSize(),
                configuration.poolReserve(),
                configuration.defaultDiskspace(),
                configuration.overcommit(),
                configuration.defragment()));
    whenOpen = () -> register(bundle);
    open();
  }

  PoolDoor(PloopPool pool, Runnable whenOpen) {
    this.pool = pool;
    this.whenOpen = whenOpen;
    open();
  }

  /** The pool, open or not. */
  PloopPool pool() {
    return pool;
  }

  private void open() {
    if (opened()) {
      whenOpen.run();
      return;
    }
    Thread thread = new Thread(this::keepTrying, "cooperage-pool");
    thread.setDaemon(true);
    thread.start();
  }

  private void keepTrying() {
    try {
      while (!closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        if (opened()) {
          LOG.info("the pool {} is open now", pool.root());
          whenOpen.run();
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean opened() {
    try {
      pool.open();
      return true;
    } catch (ContainerException e) {
      if (!e.getMessage().equals(told)) {
        told = e.getMessage();
        LOG.warn("no disk can be used yet: {}; {}", told, e.hint());
      }
      return false;
    }
  }

  // Registering calls others, which may ask for the pool: not under a lock.
  private void register(BundleContext bundle) {
    ServiceRegistration<PloopPool> made = bundle.registerService(PloopPool.class, pool, null);
    synchronized (this) {
      if (closing.getCount() > 0) {
        registration = Optional.of(made);
        return;
      }
    }
    made.unregister();
  }

  /** Lets go of the pool for good; what is mounted stays. */
  @Deactivate
  void close() {
    Optional<ServiceRegistration<PloopPool>> made;
    synchronized (this) {
      closing.countDown();
      made = registration;
      registration = Optional.empty();
    }
    made.ifPresent(ServiceRegistration::unregister);
    pool.close();
  }
}
