package io.cooperage.store.file;

import io.cooperage.api.container.ContainerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folders of a store under test. */
record StoreFolders(Path pool, Path state, Path run) {
  static StoreFolders in(Path folder) throws IOException {
    return new StoreFolders(
        Files.createDirectory(folder.resolve("pool")),
        Files.createDirectory(folder.resolve("state")),
        Files.createDirectory(folder.resolve("run")));
  }

  FileContainerStore open() {
    return FileContainerStore.open(pool, state, run);
  }

  Path record(ContainerId id) {
    return pool.resolve(id.toString()).resolve("container.json");
  }
}
