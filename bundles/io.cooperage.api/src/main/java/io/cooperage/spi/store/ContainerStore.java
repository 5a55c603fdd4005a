package io.cooperage.spi.store;

import io.cooperage.api.container.ContainerId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Keeps records and journals. A call that returned is durable: for container records and durable
 * journals against a power cut, for the rest against the death of the daemon. A record without a
 * disk outlives the daemon alone: a power cut leaves it whole or takes it and all that is in the
 * CT's folder. Safe for any thread.
 */
@ConsumerType
public interface ContainerStore {
  /** Every CT that can be read. */
  List<ContainerRecord> containers();

  /** Every CT that cannot be read. */
  List<BrokenRecord> broken();

  void save(ContainerRecord record);

  void delete(ContainerId id);

  Optional<RuntimeRecord> runtime(ContainerId id);

  void saveRuntime(RuntimeRecord record);

  void deleteRuntime(ContainerId id);

  /** Jobs that had begun and not ended. */
  List<JournalRecord> journals();

  void saveJournal(JournalRecord record);

  void deleteJournal(String job);

  /**
   * Names in a CT's folder that are the store's, beside the disk; none if it keeps nothing there.
   */
  default Set<String> names() {
    return Set.of();
  }
}
