package io.cooperage.store.file;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.store.BrokenRecord;
import io.cooperage.spi.store.ContainerRecord;
import io.cooperage.spi.store.ContainerStore;
import io.cooperage.spi.store.JournalRecord;
import io.cooperage.spi.store.RuntimeRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The store over files. It keeps nothing in memory that a second one over the same files lacks. */
final class FileContainerStore implements ContainerStore, AutoCloseable {
  private final ContainerFiles containers;
  private final RuntimeFiles runtime;
  private final JournalFiles journals;

  private FileContainerStore(
      ContainerFiles containers, RuntimeFiles runtime, JournalFiles journals) {
    this.containers = containers;
    this.runtime = runtime;
    this.journals = journals;
  }

  /**
   * Opens the store.
   *
   * @param pool the folder of all CTs, which is there
   * @param stateFolder outlives a reboot
   * @param runFolder is wiped by a reboot
   */
  static FileContainerStore open(Path pool, Path stateFolder, Path runFolder) {
    JsonText json = new JsonText();
    Path durableJobs = made(stateFolder.resolve("job"));
    Path fleetingJobs = made(runFolder.resolve("job"));
    CutReservations.sweep(pool, json);
    CutWrites.sweep(pool, durableJobs, fleetingJobs);
    EmptyHomes.sweep(pool);
    RecordLocks locks = new RecordLocks();
    return new FileContainerStore(
        new ContainerFiles(pool, new ContainerCodec(json), locks),
        new RuntimeFiles(made(runFolder.resolve("ct")), new RuntimeCodec(json), locks),
        new JournalFiles(pool, durableJobs, fleetingJobs, new JournalCodec(json), locks));
  }

  @Override
  public List<ContainerRecord> containers() {
    Set<ContainerId> withoutJournal = journals.unreadable().keySet();
    return containers.all().entrySet().stream()
        .filter(entry -> !withoutJournal.contains(entry.getKey()))
        .flatMap(entry -> entry.getValue().value().stream())
        .toList();
  }

  @Override
  public List<BrokenRecord> broken() {
    Map<ContainerId, String> reasons = journals.unreadable();
    containers
        .all()
        .forEach(
            (id, reading) -> {
              if (reading.value().isEmpty()) {
                reasons.put(id, reading.reason());
              }
            });
    List<BrokenRecord> broken = new ArrayList<>();
    reasons.forEach((id, reason) -> broken.add(new BrokenRecord(id, reason)));
    return broken;
  }

  @Override
  public void save(ContainerRecord record) {
    containers.save(record);
  }

  @Override
  public void delete(ContainerId id) {
    containers.delete(id);
  }

  @Override
  public Optional<RuntimeRecord> runtime(ContainerId id) {
    return runtime.read(id);
  }

  @Override
  public void saveRuntime(RuntimeRecord record) {
    runtime.save(record);
  }

  @Override
  public void deleteRuntime(ContainerId id) {
    runtime.delete(id);
  }

  @Override
  public List<JournalRecord> journals() {
    return journals.all();
  }

  @Override
  public void saveJournal(JournalRecord record) {
    journals.save(record);
  }

  @Override
  public void deleteJournal(String job) {
    journals.delete(job);
  }

  @Override
  public Set<String> names() {
    return Set.of(ContainerFiles.RECORD, ContainerFiles.RESERVATION, JournalFiles.FOLDER);
  }

  /** Closes its files; what they hold stays. */
  @Override
  public void close() {
    journals.close();
  }

  private static Path made(Path folder) {
    try {
      return Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new ContainerException(ErrorCode.KERNEL, "cannot make " + folder + ": " + e, "", e);
    }
  }
}
