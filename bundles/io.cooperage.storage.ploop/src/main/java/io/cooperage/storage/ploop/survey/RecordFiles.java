package io.cooperage.storage.ploop.survey;

import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.image.DiskMaker;
import io.cooperage.storage.ploop.survey.Suspect.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The folder of a CT: its disk beside what others keep of it. */
record RecordFiles(Path folder, Idle idle, Set<String> records) implements Survey {
  @Override
  public List<Suspect> look() {
    List<Suspect> found = new ArrayList<>();
    DiskFolder disk = DiskFolder.of(folder);
    DiskFolder unfinished = DiskMaker.unfinished(folder);
    for (Path entry : Sizes.entries(folder)) {
      if (entry.equals(unfinished.path())) {
        found.add(interrupted(disk, unfinished));
      } else if (isTemporary(entry)) {
        addIfStale(found, entry);
      } else if (records.contains(Sizes.name(entry))) {
        Sizes.entries(entry).stream()
            .filter(RecordFiles::isHidden)
            .forEach(file -> addIfStale(found, file));
      } else if (!entry.equals(disk.path())) {
        found.add(RootSurvey.foreign(entry));
      }
    }
    return found;
  }

  private Suspect interrupted(DiskFolder disk, DiskFolder unfinished) {
    return Suspect.removable(
        "temporary",
        unfinished.path(),
        "a disk whose making was interrupted, or that was replaced",
        idle.only(
            () -> {
              if (!disk.exists()) {
                return Outcome.left("it may be all that is left of the disk");
              }
              unfinished.delete();
              return Outcome.DONE;
            }));
  }

  private boolean isTemporary(Path entry) {
    return isHidden(entry)
        && records.stream().anyMatch(name -> Sizes.name(entry).equals("." + name + ".new"));
  }

  private static boolean isHidden(Path entry) {
    String name = Sizes.name(entry);
    return name.startsWith(".") && name.endsWith(".new");
  }

  private void addIfStale(List<Suspect> found, Path file) {
    if (StaleFiles.stale(file)) {
      found.add(StaleFiles.suspect(file, idle.only(() -> StaleFiles.remove(file))));
    }
  }
}
