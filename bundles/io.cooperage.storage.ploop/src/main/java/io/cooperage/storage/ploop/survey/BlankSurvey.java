package io.cooperage.storage.ploop.survey;

import io.cooperage.storage.ploop.image.BlankImages;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.image.FileSystems;
import io.cooperage.storage.ploop.pool.WorkInProgress;
import io.cooperage.storage.ploop.survey.Suspect.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Ready-made images: a cache, which costs time alone to lose. */
record BlankSurvey(Path folder, WorkInProgress work) implements Survey {
  @Override
  public List<Suspect> look() {
    List<Suspect> found = new ArrayList<>();
    for (Path entry : Sizes.entries(folder)) {
      if (FileSystems.isOwn(entry)) {
        continue;
      }
      if (FileSystems.isTemporary(entry)) {
        if (StaleFiles.stale(entry)) {
          found.add(StaleFiles.suspect(entry, () -> StaleFiles.remove(entry)));
        }
        continue;
      }
      ofDisk(new DiskFolder(entry)).ifPresent(found::add);
    }
    return found;
  }

  private Optional<Suspect> ofDisk(DiskFolder disk) {
    String name = Sizes.name(disk.path());
    if (!disk.exists() || !BlankImages.isOwn(name)) {
      return Optional.of(RootSurvey.foreign(disk.path()));
    }
    if (BlankImages.isUnfinished(name)) {
      return Optional.of(disk)
          .filter(d -> !work.has(d.path()))
          .map(d -> removable("temporary", d, "a blank disk whose making was interrupted"));
    }
    boolean whole = Files.exists(disk.descriptor()) && Files.exists(disk.firstImage());
    return whole
        ? Optional.empty()
        : Optional.of(removable("blank", disk, "a blank disk that is not whole; it is made anew"));
  }

  private Suspect removable(String kind, DiskFolder disk, String text) {
    return Suspect.removable(
        kind,
        disk.path(),
        text,
        () -> work.unlessBusy(disk.path(), () -> deleted(disk)).orElse(Outcome.BUSY));
  }

  private static Outcome deleted(DiskFolder disk) {
    disk.delete();
    return Outcome.DONE;
  }
}
