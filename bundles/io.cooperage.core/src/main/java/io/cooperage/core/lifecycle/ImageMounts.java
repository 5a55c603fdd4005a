package io.cooperage.core.lifecycle;

import io.cooperage.api.disk.ImageView;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.lifecycle.step.EngineParts;
import io.cooperage.core.lifecycle.step.ImagePlace;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Offer;
import io.cooperage.spi.storage.Transfer;
import java.nio.file.Path;

/**
 * Mounts images of the host where they are. No job: the one thing that happens is the mount, and
 * what is made before it ends with whoever made it. Safe for any thread, one caller at a time.
 */
final class ImageMounts {
  private final EngineParts parts;

  ImageMounts(EngineParts parts) {
    this.parts = parts;
  }

  synchronized ImageView mount(Path file, String format) {
    ImagePlace place = ImagePlace.of(parts.node().runFolder(), file);
    place.make();
    try {
      return storage().call(t -> t.mountImage(file, format, place.folder()));
    } catch (RuntimeException e) {
      place.removeAfter(e);
      throw e;
    }
  }

  synchronized void unmount(Path file) {
    ImagePlace place = ImagePlace.of(parts.node().runFolder(), file);
    if (!place.present()) {
      throw new ContainerException(ErrorCode.NOT_MOUNTED, "the image " + file + " is not mounted");
    }
    storage().run(t -> t.unmountImage(place.folder()));
    place.remove();
  }

  private Offer<Transfer> storage() {
    String kind = parts.node().kinds().get(Family.STORAGE.name());
    return SnapshotSupport.need(parts.leases(), Family.TRANSFER, kind);
  }
}
