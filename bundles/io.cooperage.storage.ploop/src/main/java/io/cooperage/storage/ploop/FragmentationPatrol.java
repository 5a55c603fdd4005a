package io.cooperage.storage.ploop;

import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.pool.Pool;
import io.cooperage.storage.ploop.upkeep.Defragmenter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all images now and then, and lays those that became scattered out anew, at a quarter of
 * the speed that the disk has for it. It ends with its component or when the pool is unmounted.
 */
@Component(service = FragmentationPatrol.class, immediate = true)
public final class FragmentationPatrol {
  private static final Logger LOG = LoggerFactory.getLogger(FragmentationPatrol.class);
  private static final int REST = 3;
  private static final long LONGEST_REST = 5_000_000_000L;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** An image that stayed scattered is tried again when it has so many times the pieces. */
  private static final double WORSE = 1.25;

  private final PloopPool pool;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  // The patrol's thread's alone.
  private final Map<String, Integer> piecesLeft = new HashMap<>();
  private final Set<String> complained = new HashSet<>();

  /** Called by the framework. */
  @Activate
  public FragmentationPatrol(@Reference PloopPool pool) {
    this(pool, pool.settings().defragmentEvery());
  }

  FragmentationPatrol(PloopPool pool, Duration every) {
    this.pool = pool;
    this.thread = new Thread(() -> work(every.toMillis()), "cooperage-defragment");
    thread.setDaemon(true);
    pool.beforeUnmount(this::close);
    if (!every.isZero()) {
      thread.start();
    }
  }

  private void work(long pause) {
    try {
      while (!closing.await(pause, TimeUnit.MILLISECONDS)) {
        pool.opened().ifPresent(this::round);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (CancellationException e) {
      LOG.debug("ended while images were looked at");
    }
  }

  /**
   * Looks at every image once.
   *
   * @throws CancellationException when it is closed meanwhile
   */
  void round(Pool open) {
    try {
      List<Path> containers = containers(open);
      Set<String> names =
          containers.stream().map(FragmentationPatrol::name).collect(Collectors.toSet());
      pool.fragmentation().keep(names);
      piecesLeft.keySet().retainAll(names);
      complained.retainAll(names);
      Pace pace = new Pace();
      for (Path container : containers) {
        look(open, container, pace);
        pace.rest();
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("cannot look for scattered images in {}: {}", open.containers(), e.toString());
    }
  }

  private static List<Path> containers(Pool open) throws IOException {
    try (Stream<Path> folders = Files.list(open.containers())) {
      return folders.filter(folder -> DiskFolder.of(folder).exists()).toList();
    }
  }

  private static String name(Path container) {
    return container.getFileName().toString();
  }

  private void look(Pool open, Path container, Pace pace) {
    String name = name(container);
    DiskFolder disk = DiskFolder.of(container);
    try {
      mend(open, disk, name, pace);
      complained.remove(name);
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException e) {
      // One that was destroyed meanwhile, or of which 'ct check' tells what is wrong with it.
      if (disk.exists() && complained.add(name)) {
        LOG.warn("the image of CT {} is not looked at for pieces: {}", name, e.getMessage());
      }
    }
  }

  private void mend(Pool open, DiskFolder disk, String name, Pace pace) {
    int before = Defragmenter.pieces(disk.topImage());
    pool.fragmentation().found(name, before);
    if (before <= Defragmenter.SCATTERED || before <= piecesLeft.getOrDefault(name, 0) * WORSE) {
      return;
    }
    boolean whole = new Defragmenter(open, pool.work()).run(disk, (done, total) -> pace.rest());
    int after = Defragmenter.pieces(disk.topImage());
    pool.fragmentation().found(name, after);
    if (whole) {
      piecesLeft.put(name, after);
    }
    if (after < before) {
      LOG.info("the image of CT {} lay in {} pieces, and lies in {} now", name, before, after);
    }
  }

  /** Rests for a multiple of the time since the last rest. */
  private final class Pace {
    private long last = System.nanoTime();

    void rest() {
      try {
        long rest = Math.min((System.nanoTime() - last) * REST, LONGEST_REST);
        if (closing.await(rest, TimeUnit.NANOSECONDS)) {
          throw new CancellationException("the patrol is closed");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("the patrol was interrupted");
      }
      last = System.nanoTime();
    }
  }

  /** Ends the work after the stretch that is being moved, and waits for that. */
  @Deactivate
  void close() {
    closing.countDown();
    try {
      thread.join(PATIENCE.toMillis());
      if (thread.isAlive()) {
        LOG.warn("an image is still being laid out after {} s", PATIENCE.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
