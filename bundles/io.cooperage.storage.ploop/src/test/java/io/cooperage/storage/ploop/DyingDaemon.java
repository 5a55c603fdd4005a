package io.cooperage.storage.ploop;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.storage.VolumeRequest;
import io.cooperage.spi.template.TemplateImage;
import io.cooperage.storage.ploop.attach.MemoryDescriptors;
import io.cooperage.storage.ploop.pool.PoolSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** A daemon in a process of its own, which works on one disk until it is killed. */
final class DyingDaemon {
  private DyingDaemon() {}

  /** Arguments: the host's folder, the CT. */
  public static void main(String[] arguments) {
    TestHost host = new TestHost(Path.of(arguments[0]));
    ContainerId id = ContainerId.parse(arguments[1]);
    PoolSettings settings =
        new PoolSettings(OptionalLong.empty(), OptionalLong.empty(), 64 << 20, 0, Duration.ZERO);
    PloopPool pool = new PloopPool(host, host.ledger(), settings);
    PloopStorage storage =
        new PloopStorage(
            pool, host.mounts(), new MemoryDescriptors(), host.namespaces(), host.frozen());
    TemplateImage template = new PloopTemplates(pool, host.mounts()).list().get(0);
    VolumeRequest request = new VolumeRequest(id, ParameterValues.empty(), Optional.of(template));
    while (true) {
      say("create");
      Volume volume = storage.create(request, Unattended.WORK);
      for (int round = 0; round < 3; round++) {
        say("mount");
        MountRequest mount = new MountRequest(PloopNode.IDS, Optional.of(template), false);
        try (MountedVolume mounted = storage.mount(volume, mount)) {
          say("write");
          PloopNode.write(mounted, "file", "x".repeat(100_000));
        }
        say("release");
        storage.release(volume);
      }
      say("destroy");
      storage.destroy(volume);
    }
  }

  private static void say(String step) {
    System.out.println(step);
    System.out.flush();
  }
}
