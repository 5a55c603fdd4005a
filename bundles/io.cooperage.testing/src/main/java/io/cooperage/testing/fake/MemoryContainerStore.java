package io.cooperage.testing.fake;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.store.BrokenRecord;
import io.cooperage.spi.store.ContainerRecord;
import io.cooperage.spi.store.ContainerStore;
import io.cooperage.spi.store.JournalRecord;
import io.cooperage.spi.store.RuntimeRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A store that keeps everything in memory. */
public final class MemoryContainerStore implements ContainerStore {
  private final Map<ContainerId, ContainerRecord> records = new ConcurrentHashMap<>();
  private final Map<ContainerId, RuntimeRecord> runtimes = new ConcurrentHashMap<>();
  private final Map<String, JournalRecord> journals = new ConcurrentHashMap<>();
  private final Map<ContainerId, BrokenRecord> broken = new ConcurrentHashMap<>();
  private final Faults faults = new Faults();

  /** Calls that can fail: {@code save}, {@code saveRuntime}, {@code saveJournal}. */
  public Faults faults() {
    return faults;
  }

  /** As a power cut does: what lives in the run folder is gone. */
  public void reboot() {
    runtimes.clear();
    journals.values().removeIf(j -> !j.durable());
  }

  public void addBroken(BrokenRecord record) {
    broken.put(record.id(), record);
  }

  @Override
  public List<ContainerRecord> containers() {
    return records.values().stream().sorted(Comparator.comparing(ContainerRecord::ctid)).toList();
  }

  @Override
  public List<BrokenRecord> broken() {
    return List.copyOf(broken.values());
  }

  @Override
  public void save(ContainerRecord record) {
    faults.check("save");
    records.put(record.id(), record);
  }

  @Override
  public void delete(ContainerId id) {
    records.remove(id);
  }

  @Override
  public Optional<RuntimeRecord> runtime(ContainerId id) {
    return Optional.ofNullable(runtimes.get(id));
  }

  @Override
  public void saveRuntime(RuntimeRecord record) {
    faults.check("saveRuntime");
    runtimes.put(record.id(), record);
  }

  @Override
  public void deleteRuntime(ContainerId id) {
    runtimes.remove(id);
  }

  @Override
  public List<JournalRecord> journals() {
    return journals.values().stream().sorted(Comparator.comparing(JournalRecord::job)).toList();
  }

  @Override
  public void saveJournal(JournalRecord record) {
    faults.check("saveJournal");
    journals.put(record.job(), record);
  }

  @Override
  public void deleteJournal(String job) {
    journals.remove(job);
  }
}
