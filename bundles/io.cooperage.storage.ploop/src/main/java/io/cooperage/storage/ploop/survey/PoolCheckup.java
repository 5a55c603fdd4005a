package io.cooperage.storage.ploop.survey;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.node.PoolFlaw;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.storage.PoolTenants;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.pool.Pool;
import io.cooperage.storage.ploop.pool.WorkInProgress;
import io.cooperage.storage.ploop.upkeep.JobProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Checks a whole pool while CTs run. Each repair is one rename or removal and looks once more
 * before it acts, so that it may be cut off anywhere and done again. One thread at a time.
 */
public final class PoolCheckup {
  private final Pool pool;
  private final PoolTenants tenants;
  private final WorkInProgress work;
  private final LostAndFound lostAndFound;

  /**
   * Prepares.
   *
   * @param work what this daemon is making in the pool
   */
  public PoolCheckup(Pool pool, PoolTenants tenants, WorkInProgress work) {
    this.pool = pool;
    this.tenants = tenants;
    this.work = work;
    this.lostAndFound = new LostAndFound(pool.root());
  }

  /**
   * Looks through it.
   *
   * @param repair whether to mend what needs no guess
   * @return what was found, by path
   */
  public List<PoolFlaw> run(boolean repair, ProgressSink sink) {
    JobProgress progress =
        new JobProgress(sink, (repair ? "repairing " : "checking ") + pool.root());
    List<Survey> surveys = surveys();
    List<PoolFlaw> flaws = new ArrayList<>();
    for (int i = 0; i < surveys.size(); i++) {
      progress.reached(i, surveys.size());
      for (Suspect suspect : surveys.get(i).look()) {
        sink.checkCancelled();
        flaws.add(repair ? suspect.mended() : suspect.told());
      }
    }
    flaws.sort(Comparator.comparing(PoolFlaw::path));
    return List.copyOf(flaws);
  }

  private List<Survey> surveys() {
    List<Survey> all = new ArrayList<>();
    // What is set aside now is not told of twice.
    all.add(lostAndFound);
    all.add(new RootSurvey(pool));
    all.add(new BlankSurvey(pool.blanks(), work));
    all.add(new TemplateSurvey(pool.templates(), tenants, work, lostAndFound));
    // A device that serves nobody keeps an image from being mended.
    all.add(new LoopSurvey(pool.containers(), tenants));
    for (Path entry : Sizes.entries(pool.containers())) {
      all.add(new ContainerSurvey(entry, tenants, lostAndFound));
    }
    all.add(this::withoutFolder);
    return all;
  }

  private List<Suspect> withoutFolder() {
    List<Suspect> found = new ArrayList<>();
    for (ContainerId id : tenants.containers()) {
      Path folder = pool.containers().resolve(id.toString());
      if (!Files.exists(folder) && tenants.standing(id) == PoolTenants.Standing.IDLE) {
        found.add(
            Suspect.forPerson(
                "no-disk",
                DiskFolder.of(folder).path(),
                "the CT has no folder; restore it from a backup, or destroy it",
                true));
      }
    }
    return found;
  }
}
