package io.cooperage.storage.ploop.check;

import io.cooperage.linux.OwnedFd;
import io.cooperage.storage.ploop.convert.Progress;
import io.cooperage.storage.ploop.convert.SourceFile;
import java.nio.file.Path;

/** Checks a ploop image without changing it. */
public final class ImageCheck {
  private ImageCheck() {}

  /**
   * Checks an image of any layout.
   *
   * @throws io.cooperage.storage.ploop.format.MalformedImageException if its header is so broken
   *     that there is nothing to check
   * @throws io.cooperage.api.error.ContainerException IN_USE while it is attached or written to
   */
  public static CheckReport run(Path image, Progress progress) {
    try (OwnedFd file = SourceFile.open(image)) {
      return run(file, progress);
    }
  }

  static CheckReport run(OwnedFd file, Progress progress) {
    return new ImageScan(file, progress).report();
  }
}
