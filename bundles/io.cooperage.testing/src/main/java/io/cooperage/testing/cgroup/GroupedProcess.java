package io.cooperage.testing.cgroup;

import io.cooperage.spi.cgroup.CgroupHandles;
import io.cooperage.spi.kernel.Descriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A shell that waits for a line before it runs its script, so that it can be moved to a group
 * first. Closing kills the shell itself; what it started is the group's to kill.
 */
public final class GroupedProcess implements AutoCloseable {
  /**
   * Two dozen shells that fork and reap without end, never more than 60 processes: a bomb that the
   * shell itself does not defuse, as it would by leaving when a fork fails.
   */
  public static final String FORKING =
      "i=0; while [ $i -lt 24 ]; do (while :; do sleep 0.01; done) & i=$((i+1)); done; wait";

  private final Process process;

  private GroupedProcess(Process process) {
    this.process = process;
  }

  /** Starts a shell that will run the script after {@link #go}. */
  public static GroupedProcess waiting(String script) {
    try {
      return new GroupedProcess(
          new ProcessBuilder("sh", "-c", "read go; " + script)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A process that does nothing. */
  public static GroupedProcess idle() {
    return waiting("");
  }

  public int pid() {
    return Math.toIntExact(process.pid());
  }

  /** Moves it to the groups that the handles lead to; the handles stay the caller's. */
  public GroupedProcess enter(CgroupHandles handles) {
    handles.v1().forEach(d -> enter(opened(d)));
    handles.v2().ifPresent(d -> enter(opened(d).resolve("cgroup.procs")));
    return this;
  }

  /** Moves it to the group of a {@code cgroup.procs} file. */
  public GroupedProcess enter(Path list) {
    try {
      Files.writeString(list, Integer.toString(pid()), StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot move " + pid() + " by " + list, e);
    }
    return this;
  }

  /** Lets the script run. */
  public GroupedProcess go() {
    try {
      process.getOutputStream().write("go\n".getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /**
   * Waits for its end.
   *
   * @return its exit code, 128 and the signal's number if it was killed
   * @throws IllegalStateException if it still runs after the limit
   */
  public int await(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("process " + pid() + " still runs after " + limit);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public boolean alive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    await(Duration.ofSeconds(10));
  }

  private static Path opened(Descriptor descriptor) {
    return Path.of("/proc/self/fd/" + descriptor.fd());
  }
}
