package io.cooperage.storage.ploop.image;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.AtomicFile;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.LoopDevices;
import io.cooperage.linux.mount.LoopRequest;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.storage.ploop.format.DiskDescriptor;
import io.cooperage.storage.ploop.format.DiskDescriptorWriter;
import io.cooperage.storage.ploop.format.IdentityLayout;
import io.cooperage.storage.ploop.format.InUse;
import io.cooperage.storage.ploop.pool.WorkInProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Ready-made disks, one for each kind and size that was ever asked for: making a file system takes
 * programs and time, sharing the blocks of one takes neither. Any thread may call.
 */
public final class BlankImages {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST = 32;
  private static final String UNFINISHED = ".new";

  private final Path folder;
  private final FileSystems fileSystems;
  private final ImageContent content;
  private final WorkInProgress work;

  /**
   * Prepares.
   *
   * @param work where it is told what is being made
   */
  public BlankImages(
      Path folder, FileSystems fileSystems, ImageContent content, WorkInProgress work) {
    this.work = work;
    this.folder = folder;
    this.fileSystems = fileSystems;
    this.content = content;
  }

  /** Whether a name is one that a ready-made disk has, or has while it is made. */
  public static boolean isOwn(String name) {
    return name.startsWith(DiskSpec.VERSION + "-");
  }

  /** Whether a name is one that a disk has while it is made. */
  public static boolean isUnfinished(String name) {
    return isOwn(name) && name.endsWith(UNFINISHED);
  }

  /** Whether a disk like this is ready. */
  public boolean has(DiskSpec spec) {
    return at(spec).exists();
  }

  /** The disk to share blocks with; made now if it is the first of its kind. */
  public DiskFolder get(DiskSpec spec, ProgressSink progress) {
    DiskFolder ready = at(spec);
    // Whoever needs none made must not wait for one that is being made.
    return ready.exists() ? ready : make(spec, progress);
  }

  private synchronized DiskFolder make(DiskSpec spec, ProgressSink progress) {
    DiskFolder ready = at(spec);
    DiskFolder unfinished = new DiskFolder(folder.resolve(spec.key() + UNFINISHED));
    return work.during(
        unfinished.path(), () -> ready.exists() ? ready : make(spec, unfinished, ready, progress));
  }

  private DiskFolder make(
      DiskSpec spec, DiskFolder unfinished, DiskFolder ready, ProgressSink progress) {
    progress.progress(-1, "making a blank disk");
    try {
      evict();
      unfinished.delete();
      Files.createDirectory(unfinished.path());
      build(unfinished, spec, progress);
      Files.move(unfinished.path(), ready.path(), StandardCopyOption.ATOMIC_MOVE);
      DiskFolder.sync(folder);
      return ready;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      unfinished.delete();
    }
  }

  /** Forgets the disks in a cache that hold a template. */
  public static void forget(Path folder, String digest) {
    for (DiskFolder disk : all(folder)) {
      if (disk.path().getFileName().toString().endsWith("root-" + digest)) {
        disk.delete();
      }
    }
  }

  private DiskFolder at(DiskSpec spec) {
    return new DiskFolder(folder.resolve(spec.key()));
  }

  private void build(DiskFolder disk, DiskSpec spec, ProgressSink progress) {
    IdentityLayout layout = IdentityLayout.forSize(spec.size());
    Path image = disk.firstImage();
    try (OwnedFd file =
        OpenCalls.create(image, 0600, OpenFlag.READ_WRITE, OpenFlag.CREATE, OpenFlag.EXCLUSIVE)) {
      FileCalls.resize(file, layout.fileSize());
      layout.writeTable(new FileBytes(file));
      FileCalls.write(file, layout.header(InUse.CLOSED).encode(), 0);
    }
    if (spec.fileSystem() == FileSystemKind.EXT4) {
      fileSystems.makeExt4(image, layout, spec.inodes(), progress);
    }
    fill(image, spec, layout, progress);
    try (OpenImage closed = OpenImage.open(image, PATIENCE)) {
      FileCalls.sync(closed.file());
    }
    DiskDescriptor descriptor = DiskDescriptor.single(layout, DiskFolder.IMAGE);
    AtomicFile.write(disk.descriptor(), DiskDescriptorWriter.write(descriptor), 0600);
  }

  private void fill(Path image, DiskSpec spec, IdentityLayout layout, ProgressSink progress) {
    LoopDevice attached;
    try (OpenImage open = OpenImage.open(image, Duration.ZERO)) {
      LoopRequest request = LoopRequest.forImage().withOffset(layout.dataOffset());
      attached = LoopDevices.attach(open.file(), request);
    }
    try (LoopDevice device = attached) {
      if (spec.fileSystem() == FileSystemKind.XFS) {
        fileSystems.makeXfs(device.path(), progress);
      }
      try (OwnedFd root = fileSystems.mount(spec.fileSystem(), device)) {
        content.fill(spec, root, progress);
      }
    }
  }

  // A disk made from an evicted one keeps its blocks: the cache costs space only, never data.
  private void evict() {
    List<DiskFolder> present = all(folder);
    present.stream()
        .sorted(Comparator.comparing(BlankImages::madeAt))
        .limit(Math.max(0, present.size() - MOST + 1))
        .forEach(DiskFolder::delete);
  }

  private static List<DiskFolder> all(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(Files::isDirectory).map(DiskFolder::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long madeAt(DiskFolder disk) {
    return disk.path().toFile().lastModified();
  }
}
