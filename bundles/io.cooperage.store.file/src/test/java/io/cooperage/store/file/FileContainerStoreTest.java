package io.cooperage.store.file;

import io.cooperage.spi.store.ContainerStore;
import io.cooperage.testing.store.ContainerStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileContainerStoreTest extends ContainerStoreContract {
  @TempDir private Path pool;
  @TempDir private Path state;
  @TempDir private Path run;

  @Override
  protected ContainerStore open() {
    return FileContainerStore.open(pool, state, run);
  }
}
