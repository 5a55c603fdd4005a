package io.cooperage.storage.ploop.attach;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.LoopDevices;
import io.cooperage.linux.mount.LoopRequest;
import io.cooperage.storage.ploop.convert.Piece;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The loop driver: for what is one stretch of one file, as our own images and raw ones are. */
public final class LoopBackEnd implements BackEnd {
  private static final Path CONTROL = Path.of("/dev/loop-control");

  // Whoever made the image may have counted on sectors of that size.
  private static final int SECTOR = 512;

  @Override
  public String name() {
    return "loop-identity";
  }

  @Override
  public Optional<String> missing() {
    return driverMissing();
  }

  static Optional<String> driverMissing() {
    return Files.exists(CONTROL)
        ? Optional.empty()
        : Optional.of(CONTROL + " is missing: load the kernel module loop");
  }

  @Override
  public boolean serves(DiskImage image) {
    return image.map().filter(DiskMap::contiguous).isPresent();
  }

  @Override
  public AttachedDevice attach(DiskImage image) {
    DiskMap map = image.map().orElseThrow();
    Piece whole = map.pieces().get(0);
    LoopRequest request = readOnly().withOffset(whole.shift()).withSizeLimit(map.size());
    try (LoopDevice device = LoopDevices.attach(whole.file().orElseThrow(), request)) {
      OwnedFd open = device.descriptor().duplicate();
      return new AttachedDevice(device.path(), open);
    }
  }

  /** How the files of images of others are attached: any length and alignment, never written. */
  static LoopRequest readOnly() {
    return LoopRequest.forImage().withSectorSize(SECTOR).buffered().asReadOnly();
  }
}
