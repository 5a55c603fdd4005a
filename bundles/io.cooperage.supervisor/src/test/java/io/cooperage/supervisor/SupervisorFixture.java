package io.cooperage.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cooperage.linux.LinuxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A supervisor of its own for each test, with nothing left of it afterwards. */
final class SupervisorFixture implements BeforeEachCallback, AfterEachCallback {
  static final Path BINARY =
      Path.of(System.getProperty("cooperage.supervisor", "target/native/cooperage-supervisor"))
          .toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final BlockingQueue<Exit> exits = new LinkedBlockingQueue<>();
  private Path folder;
  private Process keeper;
  private SocketSupervisor supervisor;
  private TestRoot root;

  record Exit(String key, ExitStatus status) {}

  @Override
  public void beforeEach(ExtensionContext context) {
    assumeTrue(Files.isWritable(Path.of("/proc/1/oom_score_adj")), "needs root");
    try {
      folder = Files.createTempDirectory("coop-supervisor");
      root = TestRoot.in(folder);
      keeper = startKeeper();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    supervisor = new SocketSupervisor(run().resolve("supervisor.sock"));
    supervisor.listen((key, status) -> exits.add(new Exit(key, status)));
    await(this::answers);
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException, InterruptedException {
    try {
      List<Long> inits = supervisor.list().stream().flatMap(SupervisorFixture::living).toList();
      inits.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
      await(() -> supervisor.list().stream().flatMap(SupervisorFixture::living).count() == 0);
      assertThat(inits).allMatch(pid -> ProcessHandle.of(pid).isEmpty());
    } finally {
      supervisor.close();
      keeper.destroy();
      assertThat(keeper.waitFor(10, TimeUnit.SECONDS)).isTrue();
      remove(folder);
      SanitizerReports.assertNone();
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  Path run() {
    return folder.resolve("run");
  }

  Path folder() {
    return folder;
  }

  Process keeper() {
    return keeper;
  }

  SocketSupervisor supervisor() {
    return supervisor;
  }

  TestRoot root() {
    return root;
  }

  private Process startKeeper() throws IOException {
    return new ProcessBuilder(BINARY.toString(), "keeper", "--run", run().toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  /** Kills the keeper, which takes its worker along, and starts another in its place. */
  void replaceKeeper() throws IOException {
    keeper.destroyForcibly().onExit().join();
    keeper = startKeeper();
    await(this::answers);
  }

  private boolean answers() {
    try {
      return supervisor.info().keeper() == keeper.pid();
    } catch (LinuxException e) {
      return false;
    }
  }

  /** Launches a CT up to its gate. */
  InitRecord launch(String key, int slot, String... argv) {
    try (LaunchPlan plan = root.plan(supervisor, key, slot, argv)) {
      return supervisor.launch(plan);
    }
  }

  /** Launches a CT and opens its gate. */
  InitRecord start(String key, String... argv) {
    InitRecord record = launch(key, 0, argv);
    supervisor.openGate(key);
    return record;
  }

  Exit nextExit() {
    try {
      Exit exit = exits.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(exit).as("an exit within %s", PATIENCE).isNotNull();
      return exit;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until the console has shown a text and returns all of it. */
  String consoleShows(String key, String text) {
    await(() -> console(key).contains(text));
    return console(key);
  }

  String console(String key) {
    return new String(supervisor.consoleLog(key), StandardCharsets.UTF_8);
  }

  static void kill(long pid) {
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("condition within %s", PATIENCE).isLessThan(end);
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
  }

  private static Stream<Long> living(InitRecord record) {
    return record.exit().isPresent()
        ? Stream.empty()
        : record.process().stream().map(p -> (long) p.pid());
  }
}
