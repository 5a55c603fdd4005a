package io.cooperage.core.node;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** The two folders of a node: made, locked, and cleared of what an earlier boot left. */
final class NodeFolders implements AutoCloseable {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private final FolderLock stateLock;
  private final FolderLock runLock;
  private final UUID uuid;
  private final String bootId;

  private NodeFolders(FolderLock stateLock, FolderLock runLock, UUID uuid, String bootId) {
    this.stateLock = stateLock;
    this.runLock = runLock;
    this.uuid = uuid;
    this.bootId = bootId;
  }

  /**
   * Opens them.
   *
   * @throws ContainerException BUSY if another daemon has one of them, KERNEL if they cannot be
   *     made
   */
  static NodeFolders open(Path state, Path run) {
    FolderLock stateLock = null;
    FolderLock runLock = null;
    try {
      makePrivate(state);
      makePrivate(run);
      stateLock = FolderLock.take(state);
      runLock = FolderLock.take(run);
      String boot = Files.readString(BOOT_ID).strip();
      StaleRun.clear(run, boot);
      return new NodeFolders(stateLock, runLock, uuid(state), boot);
    } catch (IOException | RuntimeException e) {
      closeQuietly(stateLock);
      closeQuietly(runLock);
      throw e instanceof ContainerException c
          ? c
          : new ContainerException(
              ErrorCode.KERNEL, "cannot use " + state + " and " + run + ": " + e, "", e);
    }
  }

  private static void closeQuietly(FolderLock lock) {
    if (lock != null) {
      lock.close();
    }
  }

  private static void makePrivate(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
    }
  }

  private static UUID uuid(Path state) throws IOException {
    Path file = state.resolve("node-uuid");
    if (Files.exists(file)) {
      return UUID.fromString(Files.readString(file).strip());
    }
    UUID fresh = UUID.randomUUID();
    DurableFile.write(file, fresh + "\n");
    return fresh;
  }

  UUID uuid() {
    return uuid;
  }

  String bootId() {
    return bootId;
  }

  @Override
  public void close() {
    runLock.close();
    stateLock.close();
  }
}
