package io.cooperage.core.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cooperage.core.RecordedEvents;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.TestLeases;
import io.cooperage.spi.storage.TemplateImages;
import io.cooperage.testing.fake.FakeTemplateImages;
import io.cooperage.testing.fake.FakeTemplateSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImageShelfTest {
  private final TestLeases leases = new TestLeases(new RecordedEvents());
  private final FakeTemplateImages images = new FakeTemplateImages();
  private final ImageShelf shelf = new ImageShelf(leases.leases());

  @AfterEach
  void close() {
    shelf.close();
    leases.close();
  }

  @Test
  void withoutAKeeperItIsWaitedFor() {
    assertThatThrownBy(shelf::images).hasMessage("waiting for template-images");
  }

  @Test
  void theListIsRememberedUntilItsKeeperChanges() {
    leases.add(Family.TEMPLATE_IMAGES, (TemplateImages) images);
    assertThat(shelf.images()).isEmpty();
    images.add(FakeTemplateSource.descriptor("busybox"));
    assertThat(shelf.images()).isEmpty();
    leases.remove(Family.TEMPLATE_IMAGES, (TemplateImages) images);
    leases.add(Family.TEMPLATE_IMAGES, (TemplateImages) images);
    assertThat(shelf.newest("busybox")).isPresent();
  }

  @Test
  void theNewestOfANameIsTaken() {
    images.add(FakeTemplateSource.descriptor("busybox"));
    String newest = images.add(FakeTemplateSource.descriptor("busybox")).digest();
    leases.add(Family.TEMPLATE_IMAGES, (TemplateImages) images);
    assertThat(shelf.need("busybox").digest()).isEqualTo(newest);
    assertThat(shelf.images()).hasSize(2);
  }
}
