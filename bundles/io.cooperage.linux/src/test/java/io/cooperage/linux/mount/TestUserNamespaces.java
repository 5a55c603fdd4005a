package io.cooperage.linux.mount;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Makes user namespaces through {@code unshare(1)}, as no supervisor is at hand here. */
final class TestUserNamespaces implements UserNamespaceSource {
  @Override
  public OwnedFd create(List<IdMapRange> users, List<IdMapRange> groups, long owner) {
    Process process = start();
    try {
      Path proc = Path.of("/proc/" + process.pid());
      // The program prints a line once it is in its new namespace.
      process.getInputStream().read();
      write(proc.resolve("uid_map"), users);
      write(proc.resolve("gid_map"), groups);
      return OpenCalls.open(proc.resolve("ns/user"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  private static Process start() {
    try {
      return new ProcessBuilder("unshare", "--user", "sh", "-c", "echo; exec sleep 1000").start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path map, List<IdMapRange> lines) {
    if (!Files.exists(map)) {
      throw new IllegalStateException("no " + map);
    }
    try (OwnedFd file = OpenCalls.open(map, OpenFlag.WRITE_ONLY)) {
      FileCalls.writeText(
          file, lines.stream().map(IdMapRange::toString).collect(Collectors.joining("\n")));
    }
  }
}
