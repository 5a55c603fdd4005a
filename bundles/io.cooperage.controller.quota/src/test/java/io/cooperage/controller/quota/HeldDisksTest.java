package io.cooperage.controller.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.kernel.BlockDevice;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeldDisksTest {
  private static final Optional<BlockDevice> DEVICE =
      Optional.of(new BlockDevice("/dev/loop7", 7, 7));

  private final ContainerId id = ContainerId.random();
  private final HeldDisks disks = new HeldDisks();

  @Test
  void aContainerIsLetGoOnlyAfterWhoeverUsesItsDisk() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    disks.hold(id, DEVICE);
    CompletableFuture<Optional<Boolean>> user =
        CompletableFuture.supplyAsync(() -> disks.with(id, device -> stay(inside, leave)));
    assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
    Thread stop = new Thread(() -> disks.release(id));
    stop.start();
    while (stop.getState() != Thread.State.BLOCKED) {
      assertThat(stop.isAlive()).as("the stop waits").isTrue();
      Thread.onSpinWait();
    }

    leave.countDown();
    stop.join();

    assertThat(user.join()).contains(true);
    assertThat(disks.with(id, device -> device)).isEmpty();
  }

  private static boolean stay(CountDownLatch inside, CountDownLatch leave) {
    inside.countDown();
    try {
      return leave.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aDiskIsKnownWhileItsContainerIsHeld() {
    assertThat(disks.with(id, device -> device)).isEmpty();
    disks.hold(id, Optional.empty());
    disks.hold(id, DEVICE);
    assertThat(disks.with(id, device -> device)).contains(DEVICE);
    disks.release(id);
    disks.release(id);
    assertThat(disks.with(id, device -> device)).isEmpty();
  }
}
