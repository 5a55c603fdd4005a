package io.cooperage.storage.ploop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.LoopDevices;
import io.cooperage.linux.mount.LoopRequest;
import io.cooperage.storage.ploop.format.IdentityLayout;
import io.cooperage.storage.ploop.format.InUse;
import io.cooperage.storage.ploop.format.MalformedImageException;
import io.cooperage.storage.ploop.image.OpenImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenImageTest {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private Path image;

  @BeforeEach
  void makeAnImage() throws IOException {
    image = folder.resolve("root.hds");
    byte[] bytes = new byte[3 << 20];
    IdentityLayout layout = new IdentityLayout(2 << 20, 1 << 20);
    layout.header(InUse.CLOSED).encode().get(bytes, 0, 64);
    Files.write(image, bytes);
  }

  @Test
  void itCanBeOpenOnceOnly() {
    try (OpenImage open = OpenImage.open(image, SHORT)) {
      assertThat(open.layout().size()).isEqualTo(2 << 20);
      assertThat(OpenImage.tryOpen(image, SHORT)).isEmpty();
      assertThatExceptionOfType(ContainerException.class)
          .isThrownBy(() -> OpenImage.open(image, SHORT))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IN_USE));
    }
    OpenImage.open(image, SHORT).close();
  }

  @Test
  void theLockLivesAsLongAsTheDevice() {
    LoopDevice device;
    try (OpenImage open = OpenImage.open(image, SHORT)) {
      device = LoopDevices.attach(open.file(), LoopRequest.forImage());
    }
    assertThat(OpenImage.tryOpen(image, SHORT)).isEmpty();
    device.close();
    OpenImage.open(image, LONG).close();
  }

  @Test
  void whoeverIsPatientGetsItWhenItIsFree() throws InterruptedException {
    CountDownLatch waiting = new CountDownLatch(1);
    CompletableFuture<Void> second;
    try (OpenImage open = OpenImage.open(image, SHORT)) {
      second =
          CompletableFuture.runAsync(
              () -> {
                waiting.countDown();
                OpenImage.open(image, LONG).close();
              });
      waiting.await();
      assertThat(open.header().inUse()).isEqualTo(InUse.CLOSED);
    }
    second.join();
  }

  @Test
  void marksAreOnDiskAndClosingIsIdempotent() {
    try (OpenImage open = OpenImage.open(image, SHORT)) {
      open.mark(InUse.OPEN);
    }
    try (OpenImage open = OpenImage.open(image, SHORT)) {
      assertThat(open.header().inUse()).isEqualTo(InUse.OPEN);
      open.markClosed();
      open.markClosed();
    }
    try (OpenImage open = OpenImage.open(image, SHORT)) {
      assertThat(open.header().inUse()).isEqualTo(InUse.CLOSED);
    }
  }

  @Test
  void aBadHeaderGivesTheLockBack() throws IOException {
    byte[] good = Files.readAllBytes(image);
    Files.write(image, new byte[4096]);
    assertThatExceptionOfType(MalformedImageException.class)
        .isThrownBy(() -> OpenImage.open(image, SHORT));
    Files.write(image, good);
    OpenImage.open(image, SHORT).close();
  }
}
