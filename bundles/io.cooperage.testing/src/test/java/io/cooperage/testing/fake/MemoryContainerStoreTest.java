package io.cooperage.testing.fake;

import io.cooperage.spi.store.ContainerStore;
import io.cooperage.testing.store.ContainerStoreContract;

/** The fake keeps to the contract of real stores, else what is tested with it proves nothing. */
class MemoryContainerStoreTest extends ContainerStoreContract {
  private final MemoryContainerStore store = new MemoryContainerStore();

  @Override
  protected ContainerStore open() {
    return store;
  }
}
