package io.cooperage.bench;

import io.cooperage.itests.node.TestNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The run folder of a node in the host's memory, where {@code /run} is on every usual host. */
final class RunFolder implements AutoCloseable {
  private static final Path MEMORY = Path.of("/dev/shm");

  private final Path folder;

  private RunFolder(Path folder) {
    this.folder = folder;
  }

  /** Makes it; where the host has no {@code /dev/shm} it lies with temporary files. */
  static RunFolder inMemory() {
    String prefix = "cooperage-bench-";
    try {
      return new RunFolder(
          Files.isDirectory(MEMORY)
              ? Files.createTempDirectory(MEMORY, prefix)
              : Files.createTempDirectory(prefix));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a run folder", e);
    }
  }

  /** Installs and starts a node that has it. */
  TestNode start(String name, int number) {
    TestNode node = TestNode.install(name, number);
    try {
      Files.createSymbolicLink(node.run().getParent(), folder);
      node.startKeeper();
      node.startDaemon();
      return node;
    } catch (IOException e) {
      node.close();
      throw new UncheckedIOException("cannot put the run folder into memory", e);
    } catch (RuntimeException | Error e) {
      node.close();
      throw e;
    }
  }

  /** The node has ended. */
  @Override
  public void close() {
    FolderTree.remove(folder);
  }
}
