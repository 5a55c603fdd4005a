package io.cooperage.storage.ploop;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.thread.CredentialThread;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.storage.VolumeRequest;
import io.cooperage.spi.template.TemplateDescriptor;
import io.cooperage.spi.template.TemplateImage;
import io.cooperage.storage.ploop.attach.MemoryDescriptors;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.pool.PoolSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The components of this bundle on a {@link TestHost}, with a small template. */
final class PloopNode implements AutoCloseable {
  static final IdMap IDS = new IdMap(700_000, 65536);
  static final long MIB = 1 << 20;

  private final TestHost host = new TestHost();
  private PloopPool pool;
  private PloopStorage storage;
  private PloopSnapshots snapshots;
  private PloopBackups backups;
  private PloopTemplates templates;
  private TemplateImage template;

  private boolean detachedLayers = HostAbilities.detachedOverlay();

  private final MemoryDescriptors descriptors = new MemoryDescriptors();

  private PloopNode() {}

  /** A node that does without detached layers, as on older kernels. */
  static PloopNode startWithoutDetachedLayers() {
    PloopNode node = new PloopNode();
    node.detachedLayers = false;
    return node.begin(3L << 30, 0);
  }

  static PloopNode start() {
    return start(3L << 30, 0);
  }

  static PloopNode start(long poolSize, double overcommit) {
    return new PloopNode().begin(poolSize, overcommit);
  }

  private PloopNode begin(long poolSize, double overcommit) {
    try {
      restart(poolSize, overcommit);
      template = pack("tiny");
      return this;
    } catch (IOException | RuntimeException e) {
      close();
      throw new IllegalStateException(e);
    }
  }

  /** As a new daemon after the old one ended. */
  void restart(long poolSize, double overcommit) {
    if (pool != null) {
      pool.close();
    }
    PoolSettings settings =
        new PoolSettings(
            OptionalLong.of(poolSize), OptionalLong.empty(), 256 * MIB, overcommit, Duration.ZERO);
    pool = new PloopPool(host, host.ledger(), settings);
    storage = new PloopStorage(pool, mounts(), descriptors, host.frozen());
    snapshots = new PloopSnapshots(pool, mounts(), host.frozen());
    backups = new PloopBackups(pool, mounts(), host.frozen());
    templates = new PloopTemplates(pool, host.mounts());
  }

  private VolumeMounts mounts() {
    return new VolumeMounts(pool, host.mounts(), host.namespaces(), detachedLayers);
  }

  TestHost host() {
    return host;
  }

  PloopPool pool() {
    return pool;
  }

  PloopStorage storage() {
    return storage;
  }

  PloopSnapshots snapshots() {
    return snapshots;
  }

  PloopBackups backups() {
    return backups;
  }

  PloopTemplates templates() {
    return templates;
  }

  TemplateImage template() {
    return template;
  }

  TemplateImage pack(String name) throws IOException {
    Path tree = templates.workFolder(name);
    Files.createDirectories(tree.resolve("etc"));
    Files.writeString(tree.resolve("etc/name"), name);
    Files.createSymbolicLink(tree.resolve("etc/link"), Path.of("name"));
    Files.createLink(tree.resolve("etc/hard"), tree.resolve("etc/name"));
    Files.setAttribute(tree.resolve("etc"), "unix:uid", 33);
    Files.setPosixFilePermissions(
        tree.resolve("etc/name"), PosixFilePermissions.fromString("rw-r-----"));
    TemplateImage image = templates.pack(tree, descriptor(name), Unattended.WORK);
    templates.discard(tree);
    return image;
  }

  static TemplateDescriptor descriptor(String name) {
    return new TemplateDescriptor(
        name,
        "A tiny tree",
        "test",
        List.of("/sbin/init"),
        Map.of("container", "cooperage"),
        12,
        15,
        Map.of("init", "none"));
  }

  Volume create(ContainerId id, String... settings) {
    return storage.create(request(id, settings), Unattended.WORK);
  }

  VolumeRequest request(ContainerId id, String... settings) {
    return new VolumeRequest(id, values(settings), Optional.of(template));
  }

  /** Values from pairs of a name and a text. */
  ParameterValues values(String... settings) {
    ParameterValues.Builder values = ParameterValues.builder();
    for (int i = 0; i < settings.length; i += 2) {
      String name = settings[i];
      List<String> text = List.of(settings[i + 1]);
      storage.parameters().stream()
          .filter(p -> p.name().equals(name))
          .forEach(p -> values.parse(p, text));
    }
    return values.build();
  }

  MountedVolume mount(Volume volume) {
    return storage.mount(volume, new MountRequest(IDS, Optional.of(template), false));
  }

  /** A path into a mounted root. */
  static Path in(MountedVolume mounted, String path) {
    return Path.of("/proc/self/fd/" + mounted.root().fd(), path);
  }

  /** Flushes the disk's file system. */
  static void sync(MountedVolume mounted) {
    try (OwnedFd top = OpenCalls.open(in(mounted, "."), OpenFlag.DIRECTORY)) {
      FileCalls.syncFileSystem(top);
    }
  }

  /** Writes a file as the CT's root: the host's has no id in there. */
  static void write(MountedVolume mounted, String path, String text) {
    CredentialThread.run(
        IDS.base(),
        IDS.base(),
        () -> {
          try {
            Files.writeString(in(mounted, path), text);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  Path image(Volume volume) {
    return disk(volume).firstImage();
  }

  DiskFolder disk(Volume volume) {
    return DiskFolder.of(storage.containersFolder().resolve(volume.container().toString()));
  }

  @Override
  public void close() {
    host.mounts().close();
    if (pool != null) {
      pool.unmount();
    }
    Leftovers.awaitNone(host.folder());
    host.close();
  }
}
