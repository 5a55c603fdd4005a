package io.cooperage.api.backup;

import io.cooperage.api.container.ContainerRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Schedules of backups, at most one for a CT and a location. They are durable, and the node runs
 * one backup at a time; one that is overdue is made as soon as its CT is free. Safe for any thread.
 */
@ProviderType
public interface BackupScheduleService {
  /** The shortest time between two backups. */
  Duration SHORTEST = Duration.ofMinutes(1);

  /** The longest time between two backups. */
  Duration LONGEST = Duration.ofDays(366);

  /** The longest chain of backups that need each other. */
  int LONGEST_CHAIN = 1000;

  /**
   * Sets a schedule, in place of an older one for the same location. The first backup is made when
   * the time has passed since the newest that is there; at once if there is none.
   *
   * @throws io.cooperage.api.error.ContainerException NO_SUCH_CONTAINER, BAD_VALUE
   */
  BackupSchedule set(
      ContainerRef ref, Optional<String> location, Duration every, int chain, Retention retention);

  /** All schedules, by CT and location. */
  List<BackupSchedule> list();

  /**
   * Deletes a schedule; its backups stay.
   *
   * @throws io.cooperage.api.error.ContainerException NO_SUCH_CONTAINER; BAD_VALUE if there is none
   */
  void delete(ContainerRef ref, Optional<String> location);
}
