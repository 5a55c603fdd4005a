package io.cooperage.store.file;

import io.cooperage.api.container.ContainerId;
import io.cooperage.linux.LinuxException;
import io.cooperage.spi.store.JournalRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Journals of jobs: {@code RUN/job} for those that a reboot ends anyway, {@code
 * POOL/ct/<uuid>/journal} for durable ones of a CT, {@code STATE/job} for other durable ones.
 */
final class JournalFiles implements AutoCloseable {
  static final String FOLDER = "journal";

  private static final Logger LOG = LoggerFactory.getLogger(JournalFiles.class);

  private final Path pool;
  private final Path durableJobs;
  private final Path fleetingJobs;
  private final JournalCodec codec;
  private final RecordLocks locks;
  private final Map<String, Place> places = new ConcurrentHashMap<>();
  private final Map<String, JournalLines> open = new ConcurrentHashMap<>();

  /** Where a job's journal lies: beside its CT if it is durable and has one, else with the jobs. */
  private record Place(boolean durable, Optional<ContainerId> container) {
    static Place of(JournalRecord record) {
      return new Place(
          record.durable(), record.durable() ? CanonicalId.of(record.target()) : Optional.empty());
    }
  }

  JournalFiles(
      Path pool, Path durableJobs, Path fleetingJobs, JournalCodec codec, RecordLocks locks) {
    this.pool = pool;
    this.durableJobs = durableJobs;
    this.fleetingJobs = fleetingJobs;
    this.codec = codec;
    this.locks = locks;
  }

  void save(JournalRecord record) {
    String job = JournalShelf.checkedJob(record.job());
    Place place = Place.of(record);
    Place before = places.get(job);
    try {
      if (place.container().isPresent()) {
        saveBeside(place.container().get(), record);
      } else {
        saveWithJobs(record, !place.durable() && place.equals(before));
      }
      if (!place.equals(before)) {
        removeElsewhere(job, Optional.ofNullable(before), place);
      }
    } catch (LinuxException e) {
      // What it left, and where, is not known: the next save begins anew, a removal looks anywhere.
      places.remove(job);
      shut(job);
      throw StoreFailure.of("cannot save the journal of job " + job, e);
    }
    places.put(job, place);
  }

  void delete(String job) {
    JournalShelf.checkedJob(job);
    Place place = places.get(job);
    shut(job);
    try {
      if (place != null) {
        removeFrom(place, job);
      } else {
        removeFromJobs(job, true);
        removeFromJobs(job, false);
        containers().forEach(id -> removeBeside(id, job));
      }
    } catch (LinuxException e) {
      throw StoreFailure.of("cannot delete the journal of job " + job, e);
    }
    places.remove(job);
  }

  /** Every journal that can be read; the others are logged or make their CT broken. */
  List<JournalRecord> all() {
    List<JournalRecord> journals = new ArrayList<>();
    try {
      for (boolean durable : new boolean[] {true, false}) {
        try (RecordFolder folder = jobs(durable)) {
          for (Reading<JournalRecord> reading : new JournalShelf(folder, codec).all().values()) {
            reading.value().ifPresentOrElse(journals::add, () -> LOG.error("{}", reading.reason()));
          }
        }
      }
      for (ContainerId id : containers()) {
        beside(id).forEach(reading -> reading.value().ifPresent(journals::add));
      }
    } catch (LinuxException e) {
      throw StoreFailure.of("cannot list the journals", e);
    }
    return journals;
  }

  /** Why journals beside CTs cannot be used, by CT. */
  SortedMap<ContainerId, String> unreadable() {
    SortedMap<ContainerId, String> reasons = new TreeMap<>();
    try {
      for (ContainerId id : containers()) {
        for (Reading<JournalRecord> reading : beside(id)) {
          if (reading.value().isEmpty()) {
            reasons.put(id, reading.reason());
          }
        }
      }
    } catch (LinuxException e) {
      throw StoreFailure.of("cannot list the journals", e);
    }
    return reasons;
  }

  private void saveWithJobs(JournalRecord record, boolean further) {
    if (further && added(record)) {
      return;
    }
    shut(record.job());
    try (RecordFolder folder = jobs(record.durable())) {
      new JournalShelf(folder, codec).put(record);
    }
  }

  private boolean added(JournalRecord record) {
    return open.computeIfAbsent(record.job(), this::lines)
        .add(codec.encode(record), JournalShelf.LONGEST_LINES);
  }

  private JournalLines lines(String job) {
    try (RecordFolder folder = jobs(false)) {
      return new JournalShelf(folder, codec).lines(job);
    }
  }

  private void shut(String job) {
    JournalLines lines = open.remove(job);
    if (lines != null) {
      lines.close();
    }
  }

  /** Closes the files; the journals stay. */
  @Override
  public void close() {
    List.copyOf(open.keySet()).forEach(this::shut);
  }

  private void saveBeside(ContainerId id, JournalRecord record) {
    synchronized (locks.of(id)) {
      try (RecordFolder containers = RecordFolder.durable(pool);
          RecordFolder container = containers.madeChild(id.toString());
          RecordFolder folder = container.madeChild(FOLDER)) {
        new JournalShelf(folder, codec).put(record);
      }
    }
  }

  private void removeElsewhere(String job, Optional<Place> before, Place now) {
    before.flatMap(Place::container).ifPresent(id -> removeBeside(id, job));
    if (now.durable()) {
      removeFromJobs(job, false);
    }
    if (!now.durable() || now.container().isPresent()) {
      removeFromJobs(job, true);
    }
  }

  private void removeFrom(Place place, String job) {
    if (place.container().isPresent()) {
      removeBeside(place.container().get(), job);
    } else {
      removeFromJobs(job, place.durable());
    }
  }

  private void removeFromJobs(String job, boolean durable) {
    try (RecordFolder folder = jobs(durable)) {
      new JournalShelf(folder, codec).remove(job);
    }
  }

  private void removeBeside(ContainerId id, String job) {
    synchronized (locks.of(id)) {
      try (RecordFolder containers = RecordFolder.durable(pool)) {
        Optional<RecordFolder> container = containers.child(id.toString());
        if (container.isPresent()) {
          removeFrom(container.get(), job);
          containers.removeIfEmpty(id.toString());
        }
      }
    }
  }

  private void removeFrom(RecordFolder container, String job) {
    try (container;
        RecordFolder folder = container.child(FOLDER).orElse(null)) {
      if (folder != null) {
        new JournalShelf(folder, codec).remove(job);
      }
      if (!container.has(ContainerFiles.RECORD)) {
        container.removeIfEmpty(FOLDER);
      }
    }
  }

  private List<Reading<JournalRecord>> beside(ContainerId id) {
    try (RecordFolder containers = RecordFolder.durable(pool);
        RecordFolder container = containers.child(id.toString()).orElse(null);
        RecordFolder folder = container == null ? null : container.child(FOLDER).orElse(null)) {
      return folder == null
          ? List.of()
          : List.copyOf(new JournalShelf(folder, codec).all().values());
    } catch (LinuxException e) {
      return List.of(Reading.unreadable("its journals cannot be read: " + e.getMessage()));
    }
  }

  private List<ContainerId> containers() {
    try (RecordFolder containers = RecordFolder.durable(pool)) {
      return containers.names().stream().map(CanonicalId::of).flatMap(Optional::stream).toList();
    }
  }

  private RecordFolder jobs(boolean durable) {
    return durable ? RecordFolder.durable(durableJobs) : RecordFolder.fleeting(fleetingJobs);
  }
}
