package io.cooperage.storage.ploop;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.ExtentCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.mount.IdMapRange;
import io.cooperage.linux.mount.UserNamespaceSource;
import io.cooperage.spi.node.NodeEnvironment;
import io.cooperage.storage.ploop.mount.FrozenClone;
import io.cooperage.storage.ploop.mount.MountHolder;
import io.cooperage.testing.node.MemoryHostLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A node with a state folder of its own, a small pool file, and mounts kept in memory. */
final class TestHost implements NodeEnvironment, AutoCloseable {
  private final Path folder;
  private final MemoryHostLedger ledger = new MemoryHostLedger();
  private final MemoryMounts mounts = new MemoryMounts();
  private final Map<String, OwnedFd> namespaces = new ConcurrentHashMap<>();

  TestHost() {
    try {
      folder = Files.createTempDirectory("coop-ploop-");
      Files.createDirectory(stateFolder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same host as another process sees it. */
  TestHost(Path folder) {
    this.folder = folder;
  }

  MemoryHostLedger ledger() {
    return ledger;
  }

  MemoryMounts mounts() {
    return mounts;
  }

  UserNamespaceSource namespaces() {
    return (users, groups, owner) ->
        namespaces.computeIfAbsent(users.toString(), u -> userNamespace(users, groups)).duplicate();
  }

  /** What a supervisor does, here by a process that lives for a moment. */
  private static OwnedFd userNamespace(List<IdMapRange> users, List<IdMapRange> groups) {
    try {
      Process process = new ProcessBuilder("unshare", "--user", "cat").start();
      try {
        Path proc = Path.of("/proc/" + process.pid());
        Path own = Files.readSymbolicLink(Path.of("/proc/self/ns/user"));
        while (process.isAlive() && Files.readSymbolicLink(proc.resolve("ns/user")).equals(own)) {
          Thread.onSpinWait();
        }
        Files.writeString(proc.resolve("uid_map"), users.get(0).toString());
        Files.writeString(proc.resolve("gid_map"), groups.get(0).toString());
        return OpenCalls.open(proc.resolve("ns/user"));
      } finally {
        process.destroyForcibly();
        process.waitFor();
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a supervisor does in a child with a watchdog. */
  FrozenClone frozen() {
    return (fileSystem, device, image, copy) -> {
      Path path = Path.of("/proc/" + ProcessHandle.current().pid() + "/fd/" + fileSystem.fd());
      freeze("--freeze", path);
      try {
        ExtentCalls.cloneWhole(image, copy);
      } finally {
        freeze("--unfreeze", path);
      }
    };
  }

  static void freeze(String how, Path path) {
    try {
      Process process = new ProcessBuilder("fsfreeze", how, path.toString()).inheritIO().start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("fsfreeze " + how + " failed");
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    mounts.close();
    namespaces.values().forEach(OwnedFd::close);
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure)
                throws IOException {
              Files.delete(directory);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  @Override
  public UUID uuid() {
    return new UUID(7, 7);
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public Path stateFolder() {
    return folder.resolve("state");
  }

  @Override
  public Path runFolder() {
    return folder.resolve("run");
  }

  @Override
  public Path programFolder() {
    return folder;
  }

  @Override
  public String cgroupParent() {
    return "cooperage/dev-ploop";
  }

  @Override
  public String vethPrefix() {
    return "cpp";
  }

  @Override
  public String nftTable() {
    return "cooperage-ploop";
  }

  @Override
  public String bootId() {
    return "boot";
  }

  /** Mounts kept by this process. */
  static final class MemoryMounts implements MountHolder, AutoCloseable {
    private final Map<String, OwnedFd> held = new ConcurrentHashMap<>();

    @Override
    public Optional<OwnedFd> held(String name) {
      return Optional.ofNullable(held.get(name)).map(OwnedFd::duplicate);
    }

    @Override
    public void hold(String name, OwnedFd mount) {
      held.put(name, mount.duplicate());
    }

    @Override
    public void release(String name) {
      Optional.ofNullable(held.remove(name)).ifPresent(OwnedFd::close);
    }

    @Override
    public void close() {
      List.copyOf(held.keySet()).forEach(this::release);
    }
  }
}
