package io.cooperage.storage.ploop.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.mount.DeviceMapper;
import io.cooperage.linux.mount.MapperTarget;
import io.cooperage.storage.ploop.convert.VirtualDisk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Runs where the kernel has device-mapper; elsewhere it is skipped by name. */
class MapperBackEndTest extends BackEndContract {
  private static final Path POOL = Path.of("/coop-test-" + UUID.randomUUID());
  private static final String PREFIX =
      "cooperage-" + UUID.nameUUIDFromBytes(POOL.toString().getBytes(StandardCharsets.UTF_8));

  private final BackEnd backEnd = new MapperBackEnd(POOL);

  @Override
  BackEnd backEnd() {
    return backEnd;
  }

  @Override
  boolean expectedToServe(SampleDisks sample) {
    return sample != SampleDisks.PACKED;
  }

  @Test
  void whatADeadDaemonLeftGoesWithTheNextAttachment() {
    try (DeviceMapper mapper = DeviceMapper.open();
        VirtualDisk disk = SampleDisks.DENSE_2.in(folder)) {
      mapper.create(PREFIX + "-left", List.of(MapperTarget.zero(0, 8)));
      try (AttachedDevice device = backEnd.attach(SampleDisks.DENSE_2.image(folder, disk))) {
        assertThat(own(mapper)).hasSize(1);
        assertThat(device.path()).exists();
      }
      // A deferred removal is a worker's of the kernel.
      Instant end = Instant.now().plus(PATIENCE);
      while (!own(mapper).isEmpty() && Instant.now().isBefore(end)) {
        LockSupport.parkNanos(1_000_000);
      }
      assertThat(own(mapper)).isEmpty();
    }
  }

  private static List<String> own(DeviceMapper mapper) {
    return mapper.names().stream().filter(n -> n.startsWith(PREFIX)).toList();
  }
}
