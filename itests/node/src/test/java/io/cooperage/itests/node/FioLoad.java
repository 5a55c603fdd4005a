package io.cooperage.itests.node;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * fio at work on a file of a running CT: it runs on the host and comes through the CT's own mount.
 * Each pass writes the whole file in random order with new content and reads it back; another
 * follows until this is closed. Every block bears a checksum, so that whoever reads a block of two
 * passes' halves finds out.
 */
final class FioLoad implements AutoCloseable {
  static final String FILE = "/root/load";

  private static final Duration PASS = Duration.ofMinutes(5);

  private final Path file;
  private final int mebibytes;
  private final Thread thread = new Thread(this::work, "fio");
  private volatile boolean ended;
  private final AtomicInteger passes = new AtomicInteger();
  private volatile Throwable failure;

  private FioLoad(Path file, int mebibytes) {
    this.file = file;
    this.mebibytes = mebibytes;
  }

  /** Skips the test on a host without fio. */
  static void assumeInstalled() {
    boolean there =
        Programs.run(
                List.of("sh", "-c", "command -v fio"), Map.of(), new byte[0], Duration.ofMinutes(1))
            .ok();
    assumeTrue(there, "fio is not installed");
  }

  /** Begins, once every block was written by a first pass. */
  static FioLoad on(TestNode node, String ctid, int mebibytes) {
    node.ct("exec", ctid, "--", "dd", "if=/dev/zero", "of=" + FILE, "bs=1M", "count=" + mebibytes)
        .orFail();
    String init = ContainerIT.find(node, ctid).get("initPid").asText();
    FioLoad load = new FioLoad(Path.of("/proc/" + init + "/root" + FILE), mebibytes);
    load.pass();
    load.thread.start();
    return load;
  }

  /**
   * Reads the file where a snapshot is mounted: every block must be whole, of whichever pass.
   *
   * @throws AssertionError with what fio says
   */
  void verify(Path place) {
    List<String> words = words(place.resolve(FILE.substring(1)));
    words.addAll(List.of("--rw=read", "--direct=0"));
    run(words);
  }

  private void work() {
    try {
      while (!ended) {
        pass();
      }
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  private void pass() {
    List<String> words = words(file);
    words.addAll(List.of("--rw=randwrite", "--direct=1", "--randrepeat=0", "--do_verify=1"));
    run(words);
    passes.incrementAndGet();
  }

  private List<String> words(Path on) {
    return new ArrayList<>(
        List.of(
            "fio",
            "--name=load",
            "--filename=" + on,
            "--allow_file_create=0",
            "--size=" + mebibytes + "M",
            "--bs=4k",
            "--ioengine=libaio",
            "--iodepth=8",
            "--verify=crc32c",
            "--verify_fatal=1",
            "--verify_state_save=0"));
  }

  private static void run(List<String> words) {
    Programs.run(words, Map.of(), new byte[0], PASS).orFail();
  }

  /**
   * Ends it after the pass that runs.
   *
   * @return how many passes there were
   * @throws AssertionError if one read something else than it wrote
   */
  int end() {
    close();
    if (failure != null) {
      throw new AssertionError("pass " + (passes.get() + 1) + " failed", failure);
    }
    return passes.get();
  }

  @Override
  public void close() {
    ended = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
