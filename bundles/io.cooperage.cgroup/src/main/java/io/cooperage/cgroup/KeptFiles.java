package io.cooperage.cgroup;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.ReadBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Reads interface files of groups and keeps those open that are read again soon, as a sampler does
 * each second: to find, open and close one costs ten times what reading it does. The kernel fills
 * an open file anew at each read from its beginning, and says ENODEV when its group is gone. Any
 * thread may call.
 */
final class KeptFiles implements AutoCloseable {
  /** Read twice within this many nanoseconds a file is kept. */
  static final long SOON = 1_500_000_000L;

  /** Not read for so long it is closed, at the next read of any file: 4 KiB of kernel memory. */
  static final long IDLE = 4_000_000_000L;

  /** Opens every file anew. */
  static final KeptFiles NONE = new KeptFiles(0, () -> 0);

  private static final long SWEEP = IDLE;
  private static final int LARGEST_FILE = 4 << 20;
  private static final int BUFFER = 4096;
  private static final int MOST = 16_384;
  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final String OPEN_FILES = "Max open files";

  private final int most;
  private final LongSupplier clock;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  // Those that nobody reads into now. A thread's own would keep this bundle in memory after it
  // was updated, for as long as the thread lives.
  private final Queue<ReadBuffer> buffers = new ConcurrentLinkedQueue<>();
  private final AtomicLong swept;
  private volatile boolean closed;

  /**
   * Begins with nothing open.
   *
   * @param most files that are kept open at one time; 0 keeps none
   * @param clock nanoseconds
   */
  KeptFiles(int most, LongSupplier clock) {
    this.most = most;
    this.clock = clock;
    this.swept = new AtomicLong(clock.getAsLong());
  }

  /** Keeps at most half of the descriptors that this process may have. */
  static KeptFiles ofProcess() {
    try (Stream<String> limits = Files.lines(LIMITS)) {
      int most =
          limits
              .filter(line -> line.startsWith(OPEN_FILES))
              .map(line -> line.substring(OPEN_FILES.length()).strip().split(" ", 2)[0])
              .filter(soft -> soft.matches("\\d{1,9}"))
              .map(soft -> Math.min(MOST, Integer.parseInt(soft) / 2))
              .findFirst()
              .orElse(MOST);
      return new KeptFiles(most, System::nanoTime);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + LIMITS, e);
    }
  }

  /**
   * The content without white space at its end.
   *
   * @throws LinuxException also for a group that is gone, ENOENT or ENODEV
   */
  String text(String path) {
    if (most == 0 || closed) {
      return opened(path);
    }
    long now = clock.getAsLong();
    sweep(now);
    Entry entry = entries.get(path);
    if (entry != null) {
      return entry.text(path, now);
    }
    String text = opened(path);
    if (entries.size() < most) {
      entries.putIfAbsent(path, new Entry(now));
    }
    return text;
  }

  /** A file that will be asked for again and again; it need not be there. */
  Place at(String path) {
    return new Place(path);
  }

  /** Closes the files whose path begins so. */
  void drop(String prefix) {
    entries.forEach(
        (path, entry) -> {
          if (path.startsWith(prefix)) {
            end(path, entry);
          }
        });
  }

  /** How many files are open. */
  long open() {
    return entries.values().stream().filter(Entry::isOpen).count();
  }

  @Override
  public void close() {
    closed = true;
    entries.forEach(this::end);
  }

  private void sweep(long now) {
    long last = swept.get();
    if (now - last >= SWEEP && swept.compareAndSet(last, now)) {
      entries.forEach(
          (path, entry) -> {
            if (entry.idle(now)) {
              end(path, entry);
            }
          });
    }
  }

  private void end(String path, Entry entry) {
    if (entries.remove(path, entry)) {
      entry.end();
    }
  }

  private String opened(String path) {
    try (OwnedFd open = OpenCalls.open(Path.of(path))) {
      return text(open);
    }
  }

  private String text(OwnedFd open) {
    ReadBuffer buffer = Optional.ofNullable(buffers.poll()).orElseGet(() -> new ReadBuffer(BUFFER));
    try {
      // The kernel may end a read early where one of many lines does not fit any more.
      return buffer.read(open) > BUFFER / 2
          ? FileCalls.readText(open, LARGEST_FILE)
          : buffer.text();
    } finally {
      buffers.add(buffer);
    }
  }

  /** Where a file lies; it remembers the open file, since to look for that takes half a read. */
  final class Place {
    private final String path;
    private final AtomicReference<Entry> found = new AtomicReference<>();

    private Place(String path) {
      this.path = path;
    }

    /** As {@link KeptFiles#text}. */
    String text() {
      Entry entry = found.get();
      if (entry == null || entry.ended) {
        String text = KeptFiles.this.text(path);
        found.set(entries.get(path));
        return text;
      }
      long now = clock.getAsLong();
      sweep(now);
      return entry.text(path, now);
    }
  }

  /** One file that was read lately. Nobody waits for a read that hangs but who reads the same. */
  private final class Entry {
    private final ReentrantLock reading = new ReentrantLock();
    private final AtomicReference<OwnedFd> file = new AtomicReference<>();
    private volatile long last;
    private volatile boolean ended;

    Entry(long now) {
      last = now;
    }

    String text(String path, long now) {
      reading.lock();
      try {
        boolean soon = now - last <= SOON;
        last = now;
        return ended || (!isOpen() && !soon) ? opened(path) : kept(path);
      } finally {
        reading.unlock();
        closeIfEnded();
      }
    }

    private String kept(String path) {
      if (!isOpen()) {
        file.set(OpenCalls.open(Path.of(path)));
      }
      try {
        return KeptFiles.this.text(file.get());
      } catch (LinuxException e) {
        // A group of the same name may have been made since.
        KeptFiles.this.end(path, this);
        return opened(path);
      }
    }

    boolean isOpen() {
      return file.get() != null;
    }

    boolean idle(long now) {
      return now - last > IDLE;
    }

    void end() {
      ended = true;
      closeIfEnded();
    }

    private void closeIfEnded() {
      // Whoever reads now comes here itself when it has done so.
      if (ended && reading.tryLock()) {
        try {
          Optional.ofNullable(file.getAndSet(null)).ifPresent(OwnedFd::close);
        } finally {
          reading.unlock();
        }
      }
    }
  }
}
