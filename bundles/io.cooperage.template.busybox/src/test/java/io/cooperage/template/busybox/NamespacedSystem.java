package io.cooperage.template.busybox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * A tree that runs as PID 1 of namespaces of its own, by util-linux's unshare: no product code
 * takes part. Its console is a pair of pipes. Whatever happens, closing ends all of it.
 */
final class NamespacedSystem implements AutoCloseable {
  private static final String ENTER =
      """
      set -e
      mount --bind "$0" "$0"
      mount -t proc proc "$0/proc"
      mount -t tmpfs tmpfs "$0/dev"
      for node in null zero random urandom tty; do
        : > "$0/dev/$node"
        mount --bind "/dev/$node" "$0/dev/$node"
      done
      exec chroot "$0" /sbin/init
      """;

  private final Process process;
  private final InputStream output;
  private final OutputStream input;
  private final StringBuilder seen = new StringBuilder();

  private NamespacedSystem(Process process) {
    this.process = process;
    this.output = process.getInputStream();
    this.input = process.getOutputStream();
  }

  static NamespacedSystem boot(Path root) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            "unshare",
            "--pid",
            "--mount",
            "--uts",
            "--ipc",
            "--net",
            "--fork",
            "--kill-child",
            "sh",
            "-c",
            ENTER,
            root.toString());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    return new NamespacedSystem(builder.redirectErrorStream(true).start());
  }

  void type(String line) throws IOException {
    input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    input.flush();
  }

  /** Reads the console until the text appears. */
  void awaitOutput(String text, Duration limit) throws IOException, InterruptedException {
    Instant end = Instant.now().plus(limit);
    while (seen.indexOf(text) < 0) {
      if (output.available() > 0) {
        byte[] bytes = new byte[output.available()];
        int length = output.read(bytes);
        seen.append(new String(bytes, 0, length, StandardCharsets.UTF_8));
      } else if (Instant.now().isAfter(end) || !process.isAlive()) {
        throw new IOException("no '" + text + "' on the console, only: " + seen);
      } else {
        process.waitFor(5, TimeUnit.MILLISECONDS);
      }
    }
  }

  /** Sends a signal to its PID 1, as a host does. */
  void signal(String name) throws IOException, InterruptedException {
    String children = "/proc/" + process.pid() + "/task/" + process.pid() + "/children";
    String init = Files.readString(Path.of(children)).strip();
    Process kill = new ProcessBuilder("kill", "-s", name, init).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill " + init + " failed");
    }
  }

  /** The exit code: unshare dies of the signal that ended its child, 129 reboot, 130 halt. */
  int awaitExit(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("it still runs; its console: " + seen);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
