package io.cooperage.storage.ploop.image;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.storage.ploop.format.DiskDescriptor;
import io.cooperage.storage.ploop.format.DiskDescriptorWriter;
import io.cooperage.storage.ploop.format.IdentityLayout;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.pool.Reflink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Makes and removes the disks of CTs. Any thread may call; one at a time for one disk. */
public final class DiskMaker {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final BlankImages blanks;
  private final FileSystemIdentity identity;

  public DiskMaker(BlankImages blanks, FileSystems fileSystems) {
    this.blanks = blanks;
    this.identity = new FileSystemIdentity(fileSystems);
  }

  /**
   * Makes a disk that is durable when this returns, but for its name if it is new: whoever saves
   * the CT's record flushes the folder of both. An older one stays whole until then.
   *
   * @param containerFolder where its folder comes to lie; made if missing
   * @throws io.cooperage.api.error.ContainerException IN_USE if the older one is attached
   */
  public DiskFolder create(Path containerFolder, DiskSpec spec, ProgressSink progress) {
    return create(containerFolder, spec, progress, image -> {});
  }

  /**
   * As {@link #create(Path, DiskSpec, ProgressSink)} with more content.
   *
   * @param content puts more into the new image
   */
  public DiskFolder create(
      Path containerFolder, DiskSpec spec, ProgressSink progress, Consumer<Path> content) {
    DiskFolder blank = blanks.get(spec, progress);
    return make(
        containerFolder,
        unfinished -> {
          Reflink.copy(blank.descriptor(), unfinished.descriptor());
          Reflink.copy(blank.firstImage(), unfinished.firstImage());
          // A new UUID costs an ext4 one block, an xfs a program and a log written anew.
          if (spec.fileSystem() == FileSystemKind.EXT4) {
            identity.renew(FileSystemKind.EXT4, unfinished.firstImage());
          }
          content.accept(unfinished.firstImage());
        });
  }

  /**
   * Makes a disk from the image of another one, with an identity of its own; else as {@link
   * #create}.
   *
   * @param image puts a copy of the image to a path
   */
  public DiskFolder copy(Path containerFolder, FileSystemKind kind, Consumer<Path> image) {
    return make(
        containerFolder,
        unfinished -> {
          image.accept(unfinished.firstImage());
          identity.renew(kind, unfinished.firstImage());
          describe(unfinished);
        });
  }

  /** As {@link #copy} with the identity that the image has. */
  public DiskFolder replica(Path containerFolder, Consumer<Path> image) {
    return make(
        containerFolder,
        unfinished -> {
          image.accept(unfinished.firstImage());
          describe(unfinished);
        });
  }

  // Nobody looks into an unfinished folder, and its names are flushed with its own.
  private static void describe(DiskFolder disk) {
    String text = DiskDescriptorWriter.write(described(disk));
    try (OwnedFd file =
        OpenCalls.create(
            disk.descriptor(), 0600, OpenFlag.WRITE_ONLY, OpenFlag.CREATE, OpenFlag.EXCLUSIVE)) {
      FileCalls.write(file, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
      FileCalls.sync(file);
    }
  }

  private static DiskDescriptor described(DiskFolder disk) {
    try (OwnedFd file = RegularFile.open(disk.firstImage())) {
      PloopHeader header = PloopHeader.parse(new FileBytes(file));
      return DiskDescriptor.single(IdentityLayout.of(header), DiskFolder.IMAGE);
    }
  }

  private static DiskFolder make(Path containerFolder, Consumer<DiskFolder> content) {
    DiskFolder disk = DiskFolder.of(containerFolder);
    DiskFolder unfinished = unfinished(containerFolder);
    try {
      Files.createDirectories(containerFolder);
      unfinished.delete();
      Files.createDirectory(unfinished.path());
      content.accept(unfinished);
      if (disk.exists()) {
        requireFree(disk);
        exchange(containerFolder, disk, unfinished);
        DiskFolder.sync(containerFolder);
      } else {
        rename(unfinished, disk);
      }
      return disk;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      unfinished.delete();
    }
  }

  /**
   * Removes a disk and what an interrupted {@link #create} left; idempotent.
   *
   * @throws io.cooperage.api.error.ContainerException IN_USE while it is attached
   */
  public void remove(Path containerFolder) {
    DiskFolder disk = DiskFolder.of(containerFolder);
    DiskFolder unfinished = unfinished(containerFolder);
    discard(containerFolder);
    if (disk.exists()) {
      requireFree(disk);
      rename(disk, unfinished);
      unfinished.delete();
    }
  }

  /** Removes what an interrupted call left beside a disk; idempotent. */
  public void discard(Path containerFolder) {
    unfinished(containerFolder).delete();
  }

  // Every image is asked, whatever the descriptor says: a broken disk must be removable too.
  private static void requireFree(DiskFolder disk) {
    for (Path image : imagesIn(disk)) {
      try (OwnedFd file = RegularFile.open(image, OpenFlag.READ_WRITE)) {
        OpenImage.requireFree(file, image, PATIENCE);
      }
    }
  }

  private static List<Path> imagesIn(DiskFolder disk) {
    try (Stream<Path> files = Files.list(disk.path())) {
      return files
          .filter(f -> f.getFileName().toString().startsWith(DiskFolder.IMAGE))
          .filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void exchange(Path folder, DiskFolder one, DiskFolder other) {
    try (OwnedFd fd = OpenCalls.open(folder, OpenFlag.DIRECTORY)) {
      String name = one.path().getFileName().toString();
      DirectoryCalls.exchange(fd, name, fd, other.path().getFileName().toString());
    }
  }

  private static void rename(DiskFolder from, DiskFolder to) {
    try {
      Files.move(from.path(), to.path(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a disk is while it is made, and what it was once it is replaced. */
  public static DiskFolder unfinished(Path containerFolder) {
    return new DiskFolder(containerFolder.resolve("root.hdd.unfinished"));
  }
}
