package io.cooperage.core.lifecycle.step;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Where an image of the host is mounted: known from its path alone, so that the next daemon finds
 * it.
 *
 * @param folder RUN/mnt/image.UUID
 */
public record ImagePlace(Path folder) {
  private static final String NAME = "image.";

  /**
   * Where it would be.
   *
   * @param file absolute path of the image
   */
  public static ImagePlace of(Path runFolder, Path file) {
    UUID name = UUID.nameUUIDFromBytes(file.toString().getBytes(StandardCharsets.UTF_8));
    return new ImagePlace(runFolder.resolve("mnt").resolve(NAME + name));
  }

  /** Whether there is the folder, mounted or not. */
  public boolean present() {
    return Files.isDirectory(folder);
  }

  /** Makes the folder, for root alone. */
  public void make() {
    MountOnHost.make(folder);
  }

  /** Removes the folder. */
  public void remove() {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new ContainerException(ErrorCode.KERNEL, "cannot remove " + folder + ": " + e, "", e);
    }
  }

  /** Removes the folder of what could not be mounted; one in which something is stays. */
  public void removeAfter(RuntimeException reason) {
    try {
      remove();
    } catch (ContainerException e) {
      reason.addSuppressed(e);
    }
  }
}
