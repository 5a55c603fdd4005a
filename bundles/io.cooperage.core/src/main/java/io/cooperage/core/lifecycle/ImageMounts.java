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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Mounts images of the host where they are. No job: the one thing that happens is the mount, and
 * what is made before it ends with whoever made it. An image is checked before it is mounted, which
 * may take long and holds up no other one. Safe for any thread.
 */
final class ImageMounts {
  private final EngineParts parts;
  private final Set<ImagePlace> busy = ConcurrentHashMap.newKeySet();

  ImageMounts(EngineParts parts) {
    this.parts = parts;
  }

  ImageView mount(Path file, String format) {
    ImagePlace place = ImagePlace.of(parts.node().runFolder(), file);
    return alone(file, place, () -> mounted(file, format, place));
  }

  private ImageView mounted(Path file, String format, ImagePlace place) {
    place.make();
    try {
      return storage().call(t -> t.mountImage(file, format, place.folder()));
    } catch (RuntimeException e) {
      place.removeAfter(e);
      throw e;
    }
  }

  void unmount(Path file) {
    ImagePlace place = ImagePlace.of(parts.node().runFolder(), file);
    alone(file, place, () -> unmounted(file, place));
  }

  private Path unmounted(Path file, ImagePlace place) {
    if (!place.present()) {
      throw new ContainerException(ErrorCode.NOT_MOUNTED, "the image " + file + " is not mounted");
    }
    storage().run(t -> t.unmountImage(place.folder()));
    place.remove();
    return file;
  }

  private <R> R alone(Path file, ImagePlace place, Supplier<R> work) {
    if (!busy.add(place)) {
      throw new ContainerException(
          ErrorCode.BUSY,
          "the image " + file + " is being mounted or unmounted",
          "Try again when that has ended.");
    }
    try {
      return work.get();
    } finally {
      busy.remove(place);
    }
  }

  private Offer<Transfer> storage() {
    String kind = parts.node().kinds().get(Family.STORAGE.name());
    return SnapshotSupport.need(parts.leases(), Family.TRANSFER, kind);
  }
}
