package io.cooperage.storage.ploop.pool;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.node.HostChange;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.LockCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.spi.node.HostLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the pool of a state folder, or makes it. Holds the pool's lock while it is open. One thread
 * at a time.
 */
public final class PoolOpener implements AutoCloseable {
  /** The kind of the host change that a mounted pool is. */
  public static final String CHANGE = "pool-mount";

  private static final Logger LOG = LoggerFactory.getLogger(PoolOpener.class);

  // The keeper lets go of template mounts a moment after it was told to.
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Path root;
  private final PoolFile file;
  private final PoolSettings settings;
  private final HostLedger ledger;
  private Optional<OwnedFd> lock = Optional.empty();

  /**
   * Prepares; nothing happens yet.
   *
   * @param root the pool's folder, in the node's state folder
   */
  public PoolOpener(Path root, PoolSettings settings, HostLedger ledger) {
    this.root = root;
    this.file = new PoolFile(root.resolveSibling("pool.img"));
    this.settings = settings;
    this.ledger = ledger;
  }

  /**
   * Opens the pool; a pool that is mounted already, as after a restart of the daemon, is taken
   * over.
   *
   * @throws ContainerException IN_USE if another daemon has it, NO_SPACE if it cannot be made
   */
  public Pool open() {
    try {
      folder(root);
      lock();
      Pool pool = find();
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
      for (Path part : List.of(pool.containers(), pool.templates(), pool.blanks())) {
        folder(part);
      }
      return pool;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Unmounts a pool that is a file; a pool of the host's stays. The lock is given back.
   *
   * @throws ContainerException IN_USE if somebody still works in it
   */
  public void unmount() {
    if (file.exists() && Files.isDirectory(root) && file.mountedAt(root)) {
      file.unmount(root, PATIENCE);
    }
    close();
  }

  @Override
  public void close() {
    lock.ifPresent(OwnedFd::close);
    lock = Optional.empty();
  }

  private Pool find() {
    if (file.exists()) {
      if (!file.mountedAt(root)) {
        record();
        file.mountAt(root);
      }
      return new Pool(root, Optional.of(file.path()), settings.reserve());
    }
    if (Reflink.supported(root)) {
      return new Pool(root, Optional.empty(), settings.reserve());
    }
    long size = settings.fileSizeFor(hostFree());
    if (size < PoolSettings.LEAST_FILE || size > hostFree()) {
      throw new ContainerException(
          ErrorCode.NO_SPACE,
          "the host has " + (hostFree() >> 20) + " MiB free at " + root + ", too little for a pool",
          "free some, set poolSize in io.cooperage.storage.ploop.cfg (at least 1G), or mount an xfs"
              + " or btrfs at "
              + root);
    }
    LOG.info("making the pool file {} of {} MiB", file.path(), size >> 20);
    file.make(size);
    record();
    file.mountAt(root);
    return new Pool(root, Optional.of(file.path()), settings.reserve());
  }

  private void record() {
    ledger.record(
        new HostChange(
            CHANGE,
            root.toString(),
            "",
            file.path().toString(),
            "the storage pool is an xfs file"));
  }

  private long hostFree() {
    try (OwnedFd fd = OpenCalls.open(root, OpenFlag.DIRECTORY)) {
      return StatusCalls.fileSystem(fd).availableBytes();
    }
  }

  private void lock() {
    if (lock.isPresent()) {
      return;
    }
    Path name = root.resolveSibling("pool.lock");
    OwnedFd fd =
        OpenCalls.create(name, 0600, OpenFlag.READ_WRITE, OpenFlag.CREATE, OpenFlag.NO_FOLLOW);
    if (!LockCalls.tryLockRange(fd, true, 0, 0)) {
      fd.close();
      throw new ContainerException(
          ErrorCode.IN_USE,
          "the pool " + root + " is used by another daemon",
          "it is taken over as soon as that one lets go; stop it, or give this node another state folder");
    }
    lock = Optional.of(fd);
  }

  private static void folder(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    if (!Files.isDirectory(path)) {
      Files.createDirectory(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }
}
