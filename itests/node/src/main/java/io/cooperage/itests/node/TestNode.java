package io.cooperage.itests.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A node of its own below a temporary root: its own state, run and etc folders, cgroup parent, id
 * slots, veth prefix and nft table, so that it runs beside any other node of this host. Closing it
 * stops every CT, both processes, and removes the root.
 */
public final class TestNode implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  // By itself when it is asked to, by SIGKILL, by SIGTERM.
  private static final Set<Integer> ENDED_BY_US = Set.of(0, 137, 143);

  private final String name;
  private final Path root;
  private final Path program;
  private Process keeper;
  private Process daemon;

  private TestNode(String name, Path root, Path program) {
    this.name = name;
    this.root = root;
    this.program = program;
  }

  /**
   * Installs the built distribution below a new root and starts it.
   *
   * @param name 1..6 characters [a-z0-9], unique on this host
   * @param number 0..9, picks a range of host ids that no other test node uses
   */
  public static TestNode start(String name, int number) {
    TestNode node = install(name, number);
    try {
      node.startKeeper();
      node.startDaemon();
      return node;
    } catch (RuntimeException | Error e) {
      node.close();
      throw e;
    }
  }

  /** Installs without starting anything. */
  public static TestNode install(String name, int number) {
    try {
      Path root = Files.createTempDirectory("cooperage-" + name + "-");
      Path program = root.resolve("var/lib/cooperage/program/test");
      Files.createDirectories(program);
      Programs.output(
          "tar", "-xzf", archive().toString(), "-C", program.toString(), "--strip-components=1");
      TestNode node = new TestNode(name, root, program);
      node.configure(
          "io.cooperage.node",
          Map.of(
              "name", name,
              "stateFolder", node.state().toString(),
              "runFolder", node.run().toString(),
              "programFolder", program.toString(),
              "cgroupParent", "cooperage/" + name,
              "vethPrefix", node.vethPrefix(),
              "nftTable", "cooperage_" + name,
              "idBase", Long.toString(0x40000000L + number * 0x4000000L)));
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path archive() throws IOException {
    Path folder = Path.of(System.getProperty("cooperage.archive", "distribution/target"));
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "cooperage-*.tar.gz")) {
      return found.iterator().next();
    }
  }

  /** Writes a configuration file of the node; a running daemon takes it up by itself. */
  public void configure(String pid, Map<String, String> values) throws IOException {
    Files.createDirectories(etc());
    StringBuilder text = new StringBuilder();
    values.forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
    Files.writeString(etc().resolve(pid + ".cfg"), text);
  }

  public void startKeeper() {
    keeper =
        spawn(
            "supervisor.log",
            program.resolve("bin/cooperage-supervisor").toString(),
            "keeper",
            "--run",
            run().toString());
  }

  /** Starts the daemon and waits until it answers. */
  public void startDaemon() {
    spawnDaemon();
    awaitReady();
  }

  /** Starts the daemon and does not wait. */
  public void spawnDaemon() {
    daemon = spawn("daemon.out", program.resolve("bin/cooperage-daemon").toString());
  }

  /**
   * Runs another daemon on this node's folders until it gives up, which it must within a minute.
   */
  public CtResult secondDaemon() {
    return Programs.run(
        List.of(program.resolve("bin/cooperage-daemon").toString()),
        environment(),
        new byte[0],
        Duration.ofMinutes(1));
  }

  /** Waits until the daemon takes orders. */
  public void awaitReady() {
    Await.until(
        () -> "node " + name + " answers" + logTail(),
        START_LIMIT,
        () -> {
          if (!daemon.isAlive()) {
            throw new AssertionError("the daemon ended with " + daemon.exitValue() + logTail());
          }
          return Files.exists(run().resolve("api.sock")) && ct("node", "info").ok();
        });
  }

  private Process spawn(String log, String... command) {
    try {
      Files.createDirectories(state().resolve("log"));
      Files.createDirectories(run());
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment());
      builder.redirectErrorStream(true);
      builder.redirectOutput(
          ProcessBuilder.Redirect.appendTo(state().resolve("log/" + log).toFile()));
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + List.of(command), e);
    }
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("COOPERAGE_ROOT", root.toString());
    environment.put("COOPERAGE_STATE", state().toString());
    environment.put("COOPERAGE_RUN", run().toString());
    environment.put("COOPERAGE_ETC", etc().toString());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    return environment;
  }

  /** Runs {@code ct} with a limit of five minutes. */
  public CtResult ct(String... arguments) {
    return ct(new byte[0], Duration.ofMinutes(5), arguments);
  }

  /** Runs {@code ct} with an input. */
  public CtResult ct(byte[] input, Duration limit, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(program.resolve("bin/ct").toString());
    command.addAll(List.of(arguments));
    return Programs.run(command, environment(), input, limit);
  }

  /** Starts {@code ct} and does not wait; its output is to be read, its errors are printed. */
  public Process startCt(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(program.resolve("bin/ct").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command, e);
    }
  }

  /** Runs a line of shell in a folder, with this node's {@code ct} in the PATH. */
  public CtResult shell(Path folder, Duration limit, String line) {
    Map<String, String> environment = environment();
    environment.put("PATH", program.resolve("bin") + ":" + System.getenv("PATH"));
    List<String> command = List.of("sh", "-c", "cd \"$0\" && eval \"$1\"", folder.toString(), line);
    return Programs.run(command, environment, new byte[0], limit);
  }

  public long keeperPid() {
    return keeper.pid();
  }

  public long daemonPid() {
    return daemon.pid();
  }

  /** The worker, which is the keeper's child that runs the supervisor's own program. */
  public long workerPid() {
    return ProcFs.children(keeper.pid()).stream()
        .filter(pid -> ProcFs.commandLine(pid).contains("worker"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the keeper has no worker"));
  }

  /** Kills the daemon with SIGKILL and waits for its end. */
  public void killDaemon() {
    kill(daemon);
  }

  /** Kills the worker with SIGKILL; the keeper makes a new one. */
  public void killWorker() {
    long worker = workerPid();
    ProcessHandle.of(worker).ifPresent(ProcessHandle::destroyForcibly);
    Await.until("the worker is dead", Duration.ofSeconds(10), () -> !ProcFs.alive(worker));
  }

  private static void kill(Process process) {
    if (process == null) {
      return;
    }
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the daemon with SIGTERM. */
  public void stopDaemon() {
    daemon.destroy();
    Await.until("the daemon ends", Duration.ofSeconds(40), () -> !daemon.isAlive());
  }

  public String name() {
    return name;
  }

  /** What the names of its interfaces begin with. */
  public String vethPrefix() {
    return name.substring(0, Math.min(4, name.length()));
  }

  public Path state() {
    return root.resolve("var/lib/cooperage");
  }

  public Path run() {
    return root.resolve("run/cooperage");
  }

  public Path etc() {
    return root.resolve("etc/cooperage");
  }

  public Path program() {
    return program;
  }

  /** The jar of one of Cooperage's bundles in the program's own repository. */
  public Path jar(String bundle) {
    Path folder = program.resolve("system/io/cooperage").resolve(bundle);
    try (Stream<Path> tree = Files.walk(folder)) {
      return tree.filter(f -> f.toString().endsWith(".jar")).findFirst().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String logTail() {
    StringBuilder text = new StringBuilder();
    for (String log : List.of("daemon.out", "cooperage.log", "supervisor.log")) {
      try {
        List<String> lines = Files.readAllLines(state().resolve("log/" + log));
        text.append("\n--- ").append(log).append('\n');
        text.append(String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size())));
      } catch (IOException e) {
        text.append("\n--- no ").append(log);
      }
    }
    return text.toString();
  }

  @Override
  public void close() {
    try {
      tellOfUnexpectedEnd();
      if (keeper != null && keeper.isAlive() && (daemon == null || !daemon.isAlive())) {
        startDaemon();
      }
      if (daemon != null && daemon.isAlive()) {
        ct("node", "release").orFail();
        stopDaemon();
      }
    } finally {
      kill(daemon);
      kill(keeper);
      remove();
    }
  }

  private void tellOfUnexpectedEnd() {
    if (daemon != null && !daemon.isAlive() && !ENDED_BY_US.contains(daemon.exitValue())) {
      System.err.println("the daemon ended with " + daemon.exitValue() + logTail());
    }
  }

  private void remove() {
    List<Path> all;
    try (Stream<Path> tree = Files.walk(root)) {
      all = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path path : all) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + root, e);
    }
  }
}
