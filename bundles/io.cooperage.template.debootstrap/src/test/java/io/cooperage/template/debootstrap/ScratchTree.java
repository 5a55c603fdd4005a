package io.cooperage.template.debootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder for a tree with links that lead out of it, which JUnit's own temporary folders warn
 * about one by one.
 */
final class ScratchTree implements AutoCloseable {
  private final Path folder;

  ScratchTree() throws IOException {
    folder = Files.createTempDirectory("cooperage-tree-");
  }

  Path path() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    new TreeFiles(folder.getParent()).removeTree(folder.getFileName().toString());
  }
}
