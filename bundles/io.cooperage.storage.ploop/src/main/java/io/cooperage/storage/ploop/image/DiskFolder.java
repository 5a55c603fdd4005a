package io.cooperage.storage.ploop.image;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.storage.ploop.format.DiskDescriptor;
import io.cooperage.storage.ploop.format.DiskDescriptorReader;
import io.cooperage.storage.ploop.format.MalformedImageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a disk, {@code root.hdd}: DiskDescriptor.xml and the image files. */
public record DiskFolder(Path path) {
  /** The image of a disk without snapshots. */
  public static final String IMAGE = "root.hds";

  private static final String DESCRIPTOR = "DiskDescriptor.xml";

  /** The disk of a CT. */
  public static DiskFolder of(Path containerFolder) {
    return new DiskFolder(containerFolder.resolve("root.hdd"));
  }

  public Path descriptor() {
    return path.resolve(DESCRIPTOR);
  }

  /** Where an image is put when its disk is made. */
  public Path firstImage() {
    return path.resolve(IMAGE);
  }

  public boolean exists() {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Reads the descriptor.
   *
   * @throws MalformedImageException if it breaks the format
   */
  public DiskDescriptor read() {
    return DiskDescriptorReader.read(Descriptors.text(this));
  }

  /** The image that is written to, as the descriptor says. */
  public Path topImage() {
    return image(read());
  }

  /** The images that are not written to. */
  public List<Path> snapshotImages() {
    DiskDescriptor disk = read();
    return disk.images().stream()
        .filter(image -> !image.equals(disk.topImage()))
        .map(image -> path.resolve(image.file()))
        .toList();
  }

  Path image(DiskDescriptor disk) {
    DiskDescriptor.Image top = disk.topImage();
    if (top.type() != DiskDescriptor.ImageType.COMPRESSED) {
      throw new MalformedImageException("a raw disk must be converted first");
    }
    return path.resolve(top.file());
  }

  /** Makes the names in the folder durable. */
  public void sync() {
    sync(path);
  }

  /** Makes the names in a folder durable. */
  public static void sync(Path folder) {
    try (OwnedFd fd = OpenCalls.open(folder, OpenFlag.DIRECTORY)) {
      FileCalls.sync(fd);
    }
  }

  /** Deletes the folder with everything in it; a missing one is no error. */
  public void delete() {
    if (!exists()) {
      return;
    }
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
