package io.cooperage.supervisor;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The installed program and the run folder that it serves. */
public final class SupervisorProgram {
  private static final Duration START = Duration.ofSeconds(10);

  private final Path binary;
  private final Path runFolder;

  /**
   * Names them.
   *
   * @param binary the executable
   * @param runFolder where socket, lock and log lie; made with mode 0700 if missing
   */
  public SupervisorProgram(Path binary, Path runFolder) {
    this.binary = binary;
    this.runFolder = runFolder;
  }

  /** Returns where the supervisor listens. */
  public Path socket() {
    return runFolder.resolve("supervisor.sock");
  }

  /**
   * Makes sure that a supervisor serves and that it is this program: starts it if there is none, in
   * a session of its own so that it survives us, and replaces one that runs another program.
   *
   * @throws LinuxException when it cannot be started or replaced
   */
  public SocketSupervisor ensure() {
    SocketSupervisor supervisor = new SocketSupervisor(socket());
    try {
      SupervisorInfo info = infoOrStart(supervisor);
      if (Files.mismatch(Path.of("/proc/" + info.keeper() + "/exe"), binary) >= 0) {
        try (OwnedFd program = OpenCalls.open(binary)) {
          supervisor.update(program);
        }
      }
      return supervisor;
    } catch (IOException e) {
      supervisor.close();
      throw failure(e.getMessage(), Errno.EIO);
    } catch (LinuxException e) {
      supervisor.close();
      throw e;
    }
  }

  private SupervisorInfo infoOrStart(SocketSupervisor supervisor) throws IOException {
    try {
      return supervisor.info();
    } catch (LinuxException e) {
      if (!e.is(Errno.ENOENT, Errno.ECONNREFUSED)) {
        throw e;
      }
    }
    Files.createDirectories(runFolder);
    Path log = runFolder.resolve("supervisor.log");
    Process keeper =
        new ProcessBuilder(binary.toString(), "keeper", "--run", runFolder.toString())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return await(supervisor, keeper, log);
  }

  private SupervisorInfo await(SocketSupervisor supervisor, Process keeper, Path log)
      throws IOException {
    long end = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < end) {
      try {
        return supervisor.info();
      } catch (LinuxException e) {
        if (!e.is(Errno.ENOENT, Errno.ECONNREFUSED)) {
          throw e;
        }
      }
      try {
        if (keeper.waitFor(5, TimeUnit.MILLISECONDS)) {
          throw failure(Files.readString(log).strip(), Errno.ECHILD);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw failure("interrupted", Errno.EINTR);
      }
    }
    throw failure("no answer", Errno.ETIMEDOUT);
  }

  private SupervisorException failure(String what, Errno reason) {
    return new SupervisorException("start " + binary + ": " + what, reason.number());
  }
}
