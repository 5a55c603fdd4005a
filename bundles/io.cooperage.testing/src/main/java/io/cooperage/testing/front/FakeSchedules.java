package io.cooperage.testing.front;

import io.cooperage.api.backup.BackupSchedule;
import io.cooperage.api.backup.BackupScheduleService;
import io.cooperage.api.backup.Retention;
import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Schedules in memory; nothing comes of them. */
public final class FakeSchedules implements BackupScheduleService {
  private final ContainerService containers;
  private final List<BackupSchedule> all = new ArrayList<>();

  public FakeSchedules(ContainerService containers) {
    this.containers = containers;
  }

  /** From now on this is what became of all of them. */
  public void attempted(BackupSchedule.Result result, String problem) {
    all.replaceAll(
        s ->
            new BackupSchedule(
                s.container(),
                s.ctid(),
                s.location(),
                s.every(),
                s.chain(),
                s.retention(),
                s.lastRun(),
                result,
                problem));
  }

  private Container need(ContainerRef ref) {
    return containers
        .find(ref)
        .orElseThrow(
            () -> new ContainerException(ErrorCode.NO_SUCH_CONTAINER, "there is no CT " + ref));
  }

  @Override
  public BackupSchedule set(
      ContainerRef ref, Optional<String> location, Duration every, int chain, Retention retention) {
    Container of = need(ref);
    BackupSchedule set =
        new BackupSchedule(
            of.id(),
            of.ctid().toString(),
            location.orElse("file:/var/lib/cooperage/backup"),
            every,
            chain,
            retention,
            Optional.empty(),
            BackupSchedule.Result.NONE,
            "");
    all.add(set);
    return set;
  }

  @Override
  public List<BackupSchedule> list() {
    return List.copyOf(all);
  }

  @Override
  public void delete(ContainerRef ref, Optional<String> location) {
    Container of = need(ref);
    if (!all.removeIf(s -> s.container().equals(of.id()))) {
      throw ContainerException.badInput(
          ErrorCode.BAD_VALUE, Problem.of("target", "", "has no schedule for CT " + ref));
    }
  }
}
