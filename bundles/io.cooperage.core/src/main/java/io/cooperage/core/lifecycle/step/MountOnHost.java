package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Mounts a stopped CT's root at RUN/mnt/UUID; the folder being there means that it is mounted. */
record MountOnHost(EngineParts parts) implements Step {
  /** Journaled: "yes" for a read-only mount. */
  static final String READ_ONLY = "readOnly";

  @Override
  public String name() {
    return "MountOnHost";
  }

  static Path folder(Path runFolder, ContainerId id) {
    return runFolder.resolve("mnt").resolve(id.toString());
  }

  private Path folder(ContainerId id) {
    return folder(parts.node().runFolder(), id);
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    Path folder = folder(live.id());
    make(folder);
    boolean readOnly = context.value(READ_ONLY).equals("yes");
    open(live, readOnly).close();
    live.state(ContainerState.MOUNTED, "at " + folder);
    parts.event("container.mounted", live, "is mounted at " + folder);
  }

  MountedVolume open(LiveContainer live, boolean readOnly) {
    Volume volume = parts.volume(live);
    return parts
        .leases()
        .call(
            Family.STORAGE,
            volume.kind(),
            s -> s.mountOnHost(volume, parts.mountRequest(live, readOnly), folder(live.id())));
  }

  private static void make(Path folder) {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new ContainerException(ErrorCode.KERNEL, "cannot make " + folder + ": " + e, "", e);
    }
  }

  @Override
  public void undo(StepContext context) {
    LiveContainer live = parts.live(context);
    Volume volume = parts.volume(live);
    Path folder = folder(live.id());
    try {
      if (Files.exists(folder)) {
        parts.leases().run(Family.STORAGE, volume.kind(), s -> s.unmountOnHost(volume, folder));
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new ContainerException(ErrorCode.KERNEL, "cannot remove " + folder + ": " + e, "", e);
    }
    if (live.state() == ContainerState.MOUNTED) {
      live.state(ContainerState.STOPPED);
      parts.event("container.unmounted", live, "is unmounted");
    }
  }
}
