package io.cooperage.testing.fake;

import io.cooperage.spi.store.ContainerStore;
import io.cooperage.testing.store.ContainerStoreContract;

class MemoryContainerStoreTest extends ContainerStoreContract {
  private final MemoryContainerStore store = new MemoryContainerStore();

  @Override
  protected ContainerStore open() {
    return store;
  }
}
