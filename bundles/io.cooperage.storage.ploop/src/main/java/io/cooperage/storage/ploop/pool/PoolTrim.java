package io.cooperage.storage.ploop.pool;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.storage.ploop.image.FileSystemKind;
import io.cooperage.storage.ploop.image.FileSystemTrim;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back to the host what was deleted in a pool that is a sparse file, when the host needs it:
 * without that a destroyed CT would leave the host as full as it was. Any thread may call.
 */
public final class PoolTrim {
  private static final Logger LOG = LoggerFactory.getLogger(PoolTrim.class);
  private static final long WORTH = 16L << 20;

  private final AtomicBoolean works = new AtomicBoolean();
  private volatile long inside;

  /** Begins to trim if space was freed in the pool since the last time and the host needs it. */
  public void consider(Pool pool, Pool.Space now) {
    boolean needed = now.hostIsScarce() && now.free() < 2 * now.reserve();
    boolean worth = now.inside() - inside > WORTH;
    if (!needed || !worth || !works.compareAndSet(false, true)) {
      inside = Math.min(inside, now.inside());
      return;
    }
    inside = now.inside();
    Thread thread = new Thread(() -> run(pool, now.total()), "cooperage-pool-trim");
    thread.setDaemon(true);
    thread.start();
  }

  private void run(Pool pool, long bytes) {
    try (OwnedFd root = OpenCalls.open(pool.root(), OpenFlag.DIRECTORY)) {
      FileSystemTrim.run(FileSystemKind.XFS, root, bytes, () -> {});
      LOG.info("what is free in the pool {} was given back to the host", pool.root());
    } catch (LinuxException e) {
      LOG.warn("the pool {} gives nothing back to the host: {}", pool.root(), e.getMessage());
    } finally {
      works.set(false);
    }
  }
}
