package io.cooperage.storage.ploop.transfer;

import io.cooperage.api.disk.ImageView;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.mount.MountCalls;
import io.cooperage.linux.mount.MountChange;
import io.cooperage.linux.mount.Propagation;
import io.cooperage.storage.ploop.attach.AttachedDevice;
import io.cooperage.storage.ploop.attach.BackEnd;
import io.cooperage.storage.ploop.attach.BackEnds;
import io.cooperage.storage.ploop.attach.DiskImage;
import io.cooperage.storage.ploop.convert.DiskFormat;
import io.cooperage.storage.ploop.convert.VirtualDisk;
import io.cooperage.storage.ploop.format.MalformedImageException;
import io.cooperage.storage.ploop.image.FileSystemCheck;
import io.cooperage.storage.ploop.image.FileSystemKind;
import io.cooperage.storage.ploop.image.FileSystems;
import io.cooperage.storage.ploop.tool.Tool;
import java.nio.file.Path;

/**
 * Mounts images of the host read-only where they are. Nothing is written to them, not even the
 * journal is replayed. Any thread may call; one at a time for one folder.
 */
public final class ImageViews {
  private final BackEnds backEnds;
  private final FileSystems fileSystems;

  public ImageViews(BackEnds backEnds, FileSystems fileSystems) {
    this.backEnds = backEnds;
    this.fileSystems = fileSystems;
  }

  /**
   * Mounts an image.
   *
   * @param mounted whether it is mounted there already, and only has to be told
   */
  public ImageView mount(Path source, String word, Path folder, boolean mounted) {
    OutsideImage outside = new OutsideImage(source);
    return outside.told(
        "mount",
        () -> {
          DiskFormat format = outside.format(word);
          try (VirtualDisk disk = outside.open(format)) {
            FileSystemKind kind = outside.kind(disk);
            DiskImage image = DiskImage.of(source, format, disk);
            BackEnd backEnd = backEnds.choose(image);
            if (!mounted) {
              attach(backEnd, image, kind, folder);
            }
            return new ImageView(
                source, folder, ImageWords.word(format), kind.type(), backEnd.name());
          }
        });
  }

  private void attach(BackEnd backEnd, DiskImage image, FileSystemKind kind, Path folder) {
    try (AttachedDevice device = backEnd.attach(image)) {
      requireSound(kind, device.path());
      try (OwnedFd mount = fileSystems.view(kind, device.path())) {
        MountCalls.move(mount, folder);
        MountCalls.change(folder, MountChange.none().propagation(Propagation.PRIVATE), false);
      }
    }
  }

  // The kernel reads no file system of others that a program has not looked at.
  private static void requireSound(FileSystemKind kind, Path device) {
    FileSystemCheck.look(kind, device, Tool.UNATTENDED)
        .ifPresent(
            wrong -> {
              throw new MalformedImageException(
                  "its file system was not unmounted, or is damaged: "
                      + wrong
                      + "; 'ct import' mends a copy");
            });
  }
}
