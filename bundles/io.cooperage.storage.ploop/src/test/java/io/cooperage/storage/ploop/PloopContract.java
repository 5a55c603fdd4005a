package io.cooperage.storage.ploop;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.StorageProvider;
import io.cooperage.spi.storage.VolumeRequest;
import io.cooperage.testing.storage.StorageProviderContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on the real kernel; each subclass is a layout and a file system. */
abstract class PloopContract extends StorageProviderContract {
  private static PloopNode node;

  private final String[] settings;

  PloopContract(String... settings) {
    this.settings = settings;
  }

  @BeforeAll
  static void start() {
    node = PloopNode.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Override
  protected StorageProvider provider() {
    return node.storage();
  }

  @Override
  protected VolumeRequest request(ContainerId container) {
    return node.request(container, settings);
  }

  @Override
  protected MountRequest mountRequest() {
    return new MountRequest(PloopNode.IDS, Optional.of(node.template()), false);
  }

  @Override
  protected void write(MountedVolume mounted, String name, String text) {
    PloopNode.write(mounted, name, text);
  }

  @Override
  protected Optional<String> read(MountedVolume mounted, String name) {
    try {
      Path file = PloopNode.in(mounted, name);
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
