package io.cooperage.storage.ploop.convert;

import io.cooperage.linux.OwnedFd;
import io.cooperage.storage.ploop.format.DiskDescriptor;
import io.cooperage.storage.ploop.format.MalformedImageException;
import io.cooperage.storage.ploop.format.PloopHeader;
import io.cooperage.storage.ploop.image.DiskFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Opens a disk that is a folder with a DiskDescriptor.xml: a base and the deltas above it. */
final class PloopChain {
  private final Path folder;
  private final DiskDescriptor disk;
  private final List<VirtualDisk> layers = new ArrayList<>();

  private PloopChain(Path folder, DiskDescriptor disk) {
    this.folder = folder;
    this.disk = disk;
  }

  /** Opens the state that is written to. */
  static VirtualDisk openTop(Path folder) {
    DiskDescriptor disk = new DiskFolder(folder).read();
    long size = disk.sizeSectors() * PloopHeader.SECTOR;
    VirtualDisk top = new PloopChain(folder, disk).open(disk.top());
    if (size > top.size()) {
      top.close();
      throw new MalformedImageException(
          "DiskDescriptor.xml tells of " + size + " bytes, its top image of " + top.size());
    }
    return new StackedDisk(List.of(top), size);
  }

  /**
   * Opens a state of the disk.
   *
   * @param shot a shot of the descriptor
   */
  static VirtualDisk open(Path folder, UUID shot) {
    return new PloopChain(folder, new DiskFolder(folder).read()).open(shot);
  }

  private VirtualDisk open(UUID shot) {
    try {
      UUID at = shot;
      while (!at.equals(DiskDescriptor.NO_PARENT)) {
        VirtualDisk layer = layer(at);
        layers.add(layer);
        // An image of ours is whole; those beneath may be in use elsewhere.
        boolean whole = layer instanceof PloopDisk ploop && ploop.complete();
        at = whole ? DiskDescriptor.NO_PARENT : parent(at);
      }
      return new StackedDisk(layers, layers.get(0).size());
    } catch (RuntimeException e) {
      layers.forEach(VirtualDisk::close);
      throw e;
    }
  }

  private VirtualDisk layer(UUID shot) {
    DiskDescriptor.Image image =
        disk.images().stream()
            .filter(i -> i.id().equals(shot))
            .findFirst()
            .orElseThrow(() -> missing(shot));
    boolean plain = image.type() == DiskDescriptor.ImageType.PLAIN;
    if (plain && !parent(shot).equals(DiskDescriptor.NO_PARENT)) {
      throw new MalformedImageException(
          "DiskDescriptor.xml is bad: " + image.file() + " is raw and not the base");
    }
    OwnedFd file = SourceFile.openUnlinked(folder.resolve(image.file()));
    try {
      return plain ? new RawDisk(file) : new PloopDisk(file);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private UUID parent(UUID shot) {
    return disk.shots().stream()
        .filter(s -> s.id().equals(shot))
        .map(DiskDescriptor.Shot::parent)
        .findFirst()
        .orElseThrow(() -> missing(shot));
  }

  private static MalformedImageException missing(UUID shot) {
    return new MalformedImageException("the disk has no snapshot " + shot);
  }
}
