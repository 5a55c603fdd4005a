package io.cooperage.supervisor;

import io.cooperage.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A second keeper, started by a program that prepares its surroundings first. */
record OtherKeeper(Process process, SocketSupervisor supervisor, Path run)
    implements AutoCloseable {

  /**
   * Starts one and waits until it serves.
   *
   * @param starter a program and its arguments that executes what follows them
   */
  static OtherKeeper start(Path run, String... starter) throws IOException {
    List<String> keeper =
        List.of(SupervisorFixture.BINARY.toString(), "keeper", "--run", run.toString());
    Process process =
        new ProcessBuilder(Stream.concat(Stream.of(starter), keeper.stream()).toList())
            .redirectErrorStream(true)
            .redirectOutput(run.resolveSibling("other-log").toFile())
            .start();
    OtherKeeper other =
        new OtherKeeper(process, new SocketSupervisor(run.resolve("supervisor.sock")), run);
    SupervisorFixture.await(other::answers);
    return other;
  }

  private boolean answers() {
    try {
      return supervisor.info().keeper() == process.pid();
    } catch (LinuxException e) {
      return false;
    }
  }

  /** Where the descriptors of one of the two lead. */
  static List<String> descriptors(long pid) {
    try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return all.map(OtherKeeper::target).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "closed";
    }
  }

  @Override
  public void close() {
    supervisor.close();
    process.destroy();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
