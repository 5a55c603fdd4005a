package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.kernel.BlockDevice;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.Volume;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManyDisksTest {
  private static final int DISKS = 24;
  private static final int THREADS = 6;

  @Test
  void disksOfDifferentContainersAreHandledAtTheSameTime()
      throws InterruptedException, ExecutionException {
    Map<Volume, MountedVolume> mounted = new ConcurrentHashMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (PloopNode node = PloopNode.start()) {
      eachOf(
          threads,
          number -> {
            String layout = number % 2 == 0 ? "ploop-overlay" : "ploop";
            Volume volume = node.create(ContainerId.random(), "layout", layout);
            MountedVolume root = node.mount(volume);
            mounted.put(volume, root);
            PloopNode.write(root, "number", "" + number);
            assertThat(node.storage().usage(volume).used()).isPositive();
          });
      assertThat(mounted.values().stream().map(MountedVolume::disk).distinct()).hasSize(DISKS);
      mounted.forEach(
          (volume, root) ->
              assertThat(node.storage().device(volume).map(BlockDevice::path))
                  .isEqualTo(root.disk().map(BlockDevice::path)));
      assertThat(node.storage().pool().promised()).isEqualTo(DISKS * 256 * PloopNode.MIB);
      Volume[] all = mounted.keySet().toArray(Volume[]::new);
      eachOf(
          threads,
          number -> {
            mounted.get(all[number]).close();
            node.storage().release(all[number]);
            node.storage().destroy(all[number]);
          });
      assertThat(node.storage().pool().promised()).isZero();
    } finally {
      mounted.values().forEach(MountedVolume::close);
      threads.shutdownNow();
    }
  }

  private static void eachOf(ExecutorService threads, IntConsumer work)
      throws InterruptedException, ExecutionException {
    for (Future<?> done :
        IntStream.range(0, DISKS)
            .<Future<?>>mapToObj(number -> threads.submit(() -> work.accept(number)))
            .toList()) {
      done.get();
    }
  }
}
