package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Mounts a stopped CT's root on the host. */
record MountOnHost(EngineParts parts) implements Step {
  /** Journaled: "yes" for a read-only mount. */
  static final String READ_ONLY = "readOnly";

  /** Journaled: "yes" for the ids that the CT has on this node. */
  static final String MAPPED = "mapped";

  @Override
  public String name() {
    return "MountOnHost";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    boolean mapped = context.value(MAPPED).equals("yes");
    RepairMount place = RepairMount.of(parts.node().runFolder(), live.id(), mapped);
    make(place.folder());
    parts.openOnHost(live, place, context.value(READ_ONLY).equals("yes")).close();
    live.state(ContainerState.MOUNTED, "at " + place.folder());
    parts.event("container.mounted", live, "is mounted at " + place.folder());
  }

  static void make(Path folder) {
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
    RepairMount.find(parts.node().runFolder(), live.id())
        .map(RepairMount::folder)
        .ifPresent(folder -> unmount(volume, folder));
    if (live.state() == ContainerState.MOUNTED) {
      live.state(ContainerState.STOPPED);
      parts.event("container.unmounted", live, "is unmounted");
    }
  }

  private void unmount(Volume volume, Path folder) {
    try {
      parts
          .leases()
          .run(
              Family.STORAGE, volume.kind(), s -> s.unmountOnHost(volume, MountTarget.own(folder)));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new ContainerException(ErrorCode.KERNEL, "cannot remove " + folder + ": " + e, "", e);
    }
  }
}
