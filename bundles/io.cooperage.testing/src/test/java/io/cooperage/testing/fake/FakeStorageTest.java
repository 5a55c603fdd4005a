package io.cooperage.testing.fake;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.StorageProvider;
import io.cooperage.spi.storage.VolumeRequest;
import io.cooperage.testing.storage.StorageProviderContract;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

class FakeStorageTest extends StorageProviderContract {
  private final FakeStorage storage = new FakeStorage();

  @Override
  protected StorageProvider provider() {
    return storage;
  }

  @Override
  protected VolumeRequest request(ContainerId container) {
    return new VolumeRequest(container, ParameterValues.empty(), Optional.empty());
  }

  @Override
  protected MountRequest mountRequest() {
    return new MountRequest(new IdMap(1000000, 65536), Optional.empty(), false);
  }

  private MemoryGuestFiles files(MountedVolume mounted) {
    return new MemoryGuestFiles(storage.disk(storage.rootOf(mounted.root()).orElseThrow()));
  }

  @Override
  protected void write(MountedVolume mounted, String name, String text) {
    files(mounted).replace("/" + name, text.getBytes(StandardCharsets.UTF_8), 0644);
  }

  @Override
  protected Optional<String> read(MountedVolume mounted, String name) {
    return files(mounted).read("/" + name, 1 << 20).map(b -> new String(b, StandardCharsets.UTF_8));
  }
}
