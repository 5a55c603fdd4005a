package io.cooperage.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What nobody can go below here: the system calls of our own create, start, exec and stop in one C
 * program, on our own pool and over our own template. Our node must have made a CT before.
 */
final class FloorPeer implements Contender {
  private final PeerShell shell;
  private final Path folder;
  private final Path pool;
  private final FloorSteps steps = new FloorSteps();
  private FloorProgram program;

  /**
   * Prepares.
   *
   * @param folder for the program, exists
   * @param pool the node's own pool
   */
  FloorPeer(PeerShell shell, Path folder, Path pool) {
    this.shell = shell;
    this.folder = folder;
    this.pool = pool;
  }

  @Override
  public String name() {
    return "floor (C, same kernel work, no API)";
  }

  @Override
  public String isolation() {
    return "what ours has, on its pool, by system calls alone; no API, journal, checks or monitor";
  }

  @Override
  public Optional<String> missing() {
    return shell.succeeds("command -v gcc") ? Optional.empty() : Optional.of("needs gcc");
  }

  @Override
  public void createAndStart(String id) {
    if (program == null) {
      program =
          FloorProgram.start(
              FloorProgram.compile(folder),
              pool,
              only(pool.resolve("blank"), "-overlay"),
              only(pool.resolve("template"), ".erofs"));
    }
    program.ask("start " + id);
  }

  @Override
  public void execTrue(String id) {
    program.ask("exec " + id);
  }

  @Override
  public void stopAndDestroy(String id) {
    steps.add(program.ask("steps"));
    program.ask("stop " + id);
  }

  /** Where the time of its starts went. */
  FloorSteps steps() {
    return steps;
  }

  private static Path only(Path folder, String ending) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(ending)).findFirst().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (program != null) {
      program.close();
    }
  }
}
