package io.cooperage.storage.ploop;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.file.DirectoryEntry;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.storage.ploop.image.DiskContent;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.image.DiskMaker;
import io.cooperage.storage.ploop.image.DiskSpec;
import io.cooperage.storage.ploop.image.FileSystemKind;
import io.cooperage.storage.ploop.image.Layout;
import io.cooperage.storage.ploop.image.OpenImage;
import io.cooperage.storage.ploop.mount.MappedUsers;
import io.cooperage.storage.ploop.tool.Tool;
import io.cooperage.storage.ploop.tool.Tools;
import io.cooperage.storage.ploop.transfer.FileSystemProbe;
import io.cooperage.storage.ploop.upkeep.JobProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes the disk of a CT anew with the same files: in another file system, or with the template's
 * files in it. What the old disk is, is looked up in it and not in what is stored of it, so that a
 * conversion which was cut off can be asked for again. Any thread may call; one at a time for one
 * disk.
 */
final class DiskConversion {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  // strerror(ENOSPC) in the locale that tools run in.
  private static final String FULL = "No space left on device";

  private final DiskMaker maker;
  private final VolumeMounts mounts;

  DiskConversion(DiskMaker maker, VolumeMounts mounts) {
    this.maker = maker;
    this.mounts = mounts;
  }

  /**
   * Converts. A disk that differs from what is stored of it and is what was asked for stays: it was
   * converted before a crash.
   *
   * @param stored what is stored of the old disk
   * @param spec what the new one shall be, without content
   * @param request names the template below the old one
   * @throws ContainerException UNSUPPORTED for what would have to be taken out of a whole root;
   *     BAD_VALUE if the files do not fit
   */
  void run(
      Path containerFolder,
      VolumeProperties stored,
      DiskSpec spec,
      MountRequest request,
      ProgressSink sink) {
    DiskFolder disk = DiskFolder.of(containerFolder);
    FileSystemKind kind = FileSystemProbe.kind(disk.topImage());
    boolean whole = isWhole(disk, kind, stored);
    if (wasConverted(disk, kind, whole, stored, spec)) {
      return;
    }
    if (whole && !spec.wholeRoot()) {
      throw new ContainerException(
          ErrorCode.UNSUPPORTED,
          "a whole root cannot be divided into a template and what was changed",
          "Create a container from the template and copy the files that are its own.");
    }
    JobProgress progress = new JobProgress(sink, "copying files to a new disk");
    maker.create(
        containerFolder,
        spec,
        sink,
        image ->
            attached(
                disk,
                kind,
                device -> {
                  try (OwnedFd files =
                      whole == spec.wholeRoot()
                          ? mounts.fileSystems().mount(kind, device)
                          : merged(device, stored, request)) {
                    fill(image, spec, files, progress);
                  }
                  return image;
                }));
  }

  private boolean wasConverted(
      DiskFolder disk, FileSystemKind kind, boolean whole, VolumeProperties stored, DiskSpec spec) {
    long size = mounts.attachment().size(disk);
    boolean asStored =
        kind == stored.fileSystem()
            && size == stored.size()
            && whole == (stored.layout() == Layout.PLOOP);
    return !asStored
        && kind == spec.fileSystem()
        && size == spec.size()
        && whole == spec.wholeRoot();
  }

  private <T> T attached(DiskFolder disk, FileSystemKind kind, Function<LoopDevice, T> work) {
    T result;
    try (LoopDevice device = mounts.attachment().attach(disk, kind)) {
      result = work.apply(device);
    } catch (RuntimeException e) {
      mounts.attachment().closeAfter(e, disk);
      throw e;
    }
    mounts.attachment().close(disk);
    return result;
  }

  private boolean isWhole(DiskFolder disk, FileSystemKind kind, VolumeProperties stored) {
    return stored.layout() == Layout.PLOOP
        || attached(
            disk,
            kind,
            device -> {
              try (OwnedFd files = mounts.fileSystems().mount(kind, device)) {
                return !hasLayers(files);
              }
            });
  }

  // Read-only: not even a time of access may change.
  private OwnedFd merged(LoopDevice device, VolumeProperties stored, MountRequest request) {
    try (OwnedFd files = mounts.fileSystems().mount(stored.fileSystem(), device)) {
      requireNothingBeside(files);
    }
    MountRequest readOnly = new MountRequest(IdMap.PRIVILEGED, request.layer(), true);
    try (MappedUsers users = mounts.users(IdMap.PRIVILEGED);
        MountedVolume root = mounts.mount(stored, device, users, readOnly)) {
      return OwnedFd.duplicateOf(root.root().fd(), "root of the CT");
    }
  }

  // It lies where the CT's owner may have put a link meanwhile: nothing is merged into the root.
  private static void requireNothingBeside(OwnedFd files) {
    try (OwnedFd data =
        OpenCalls.openAt(files, DiskContent.DATA, 0, OpenFlag.DIRECTORY, OpenFlag.NO_FOLLOW)) {
      for (DirectoryEntry folder : DirectoryCalls.beginning(data, Integer.MAX_VALUE)) {
        try (OwnedFd open =
            OpenCalls.openAt(data, folder.name(), 0, OpenFlag.DIRECTORY, OpenFlag.NO_FOLLOW)) {
          if (!DirectoryCalls.beginning(open, 1).isEmpty()) {
            throw new ContainerException(
                ErrorCode.UNSUPPORTED,
                "a disk with files in "
                    + DiskContent.besidePath(folder.name())
                    + ", which lies beside the overlay, cannot get a whole root",
                "Start the container with --features nesting:on, empty that folder, stop it and"
                    + " convert again.");
          }
        }
      }
    }
  }

  // The folders of an overlay are all that such a disk has at its top; no root has them alone.
  private static boolean hasLayers(OwnedFd files) {
    try (OwnedFd top = OpenCalls.openAt(files, ".", 0, OpenFlag.DIRECTORY)) {
      Set<String> names =
          DirectoryCalls.beginning(top, DiskContent.OVERLAY_NAMES.size() + 1).stream()
              .map(entry -> entry.name())
              .collect(Collectors.toSet());
      return names.containsAll(Set.of(DiskContent.UPPER, DiskContent.WORK))
          && DiskContent.OVERLAY_NAMES.containsAll(names);
    }
  }

  private void fill(Path image, DiskSpec spec, OwnedFd source, JobProgress progress) {
    FileSystemKind kind = spec.fileSystem();
    try (LoopDevice device = mounts.attachment().attachImage(image, kind);
        OwnedFd target = mounts.fileSystems().mount(kind, device)) {
      Tool.Outcome copied =
          Tools.CP.attempt(
              progress::alive,
              "-a",
              "--preserve=xattr",
              "--sparse=always",
              inProcess(source),
              inProcess(target));
      if (copied.output().contains(FULL)) {
        throw ContainerException.badInput(
            ErrorCode.BAD_VALUE,
            Problem.of(
                "diskspace",
                (spec.size() >> 20) + "M",
                "is too small for what the disk holds already"));
      }
      if (copied.exit() != 0) {
        throw Tools.CP.failed(copied);
      }
      try (OwnedFd top = OpenCalls.openAt(target, ".", 0, OpenFlag.DIRECTORY)) {
        FileCalls.syncFileSystem(top);
      }
    }
    try (OpenImage open = OpenImage.open(image, PATIENCE)) {
      open.markClosed();
    }
  }

  // The mounts are in no mount table; the program reaches them through our open descriptors.
  private static String inProcess(OwnedFd fd) {
    return "/proc/" + ProcessHandle.current().pid() + "/fd/" + fd.fd() + "/.";
  }
}
