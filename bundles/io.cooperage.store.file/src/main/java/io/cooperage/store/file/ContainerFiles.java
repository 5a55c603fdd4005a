package io.cooperage.store.file;

import io.cooperage.api.container.ContainerId;
import io.cooperage.linux.LinuxException;
import io.cooperage.spi.store.ContainerRecord;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code POOL/ct/<uuid>/container.json}. A folder without it is no CT; its name must be a UUID. A
 * CT in the making, which has no disk yet, is a {@code reservation.json} until then: that is not
 * flushed, for whatever a power cut leaves of it is undone anyway.
 */
final class ContainerFiles {
  static final String RECORD = "container.json";
  static final String RESERVATION = "reservation.json";

  static final int LARGEST_RECORD = 1 << 20;

  private final Path pool;
  private final ContainerCodec codec;
  private final RecordLocks locks;

  ContainerFiles(Path pool, ContainerCodec codec, RecordLocks locks) {
    this.pool = pool;
    this.codec = codec;
    this.locks = locks;
  }

  /** Every CT with its record, or why that cannot be used. */
  SortedMap<ContainerId, Reading<ContainerRecord>> all() {
    SortedMap<ContainerId, Reading<ContainerRecord>> all = new TreeMap<>();
    try (RecordFolder containers = RecordFolder.durable(pool)) {
      for (String name : containers.names()) {
        Optional<ContainerId> id = CanonicalId.of(name);
        if (id.isPresent()) {
          read(containers, id.get()).ifPresent(reading -> all.put(id.get(), reading));
        }
      }
    } catch (LinuxException e) {
      throw StoreFailure.of("cannot list the CTs in " + pool, e);
    }
    return all;
  }

  void save(ContainerRecord record) {
    byte[] content = codec.encode(record);
    String name = record.id().toString();
    synchronized (locks.of(record.id())) {
      try (RecordFolder containers = RecordFolder.durable(pool);
          RecordFolder folder = containers.madeChild(name)) {
        if (record.volume().isEmpty() && !folder.has(RECORD)) {
          folder.replaceUnflushed(RESERVATION, content);
        } else {
          folder.replace(RECORD, content);
          settle(containers, folder);
        }
      } catch (LinuxException e) {
        throw StoreFailure.of("cannot save CT " + name, e);
      }
    }
  }

  // Nothing has made it durable yet that the folder of a reservation is there.
  private static void settle(RecordFolder containers, RecordFolder folder) {
    if (folder.removeUnflushed(RESERVATION)) {
      containers.sync();
    }
  }

  /** Removes the record, and the folder if nothing is left in it. */
  void delete(ContainerId id) {
    synchronized (locks.of(id)) {
      try (RecordFolder containers = RecordFolder.durable(pool)) {
        containers.child(id.toString()).ifPresent(ContainerFiles::empty);
        containers.removeIfEmpty(id.toString());
      } catch (LinuxException e) {
        throw StoreFailure.of("cannot delete the record of CT " + id, e);
      }
    }
  }

  private Optional<Reading<ContainerRecord>> read(RecordFolder containers, ContainerId id) {
    try (RecordFolder folder = containers.child(id.toString()).orElse(null)) {
      Optional<byte[]> content = folder == null ? Optional.empty() : content(folder);
      if (content.isEmpty()) {
        return Optional.empty();
      }
      ContainerRecord record = codec.decode(content.get());
      if (!record.id().equals(id)) {
        throw new UnreadableRecordException("it is the record of CT " + record.id());
      }
      return Optional.of(Reading.of(record));
    } catch (UnreadableRecordException e) {
      return Optional.of(Reading.unreadable(RECORD + " cannot be used: " + e.getMessage()));
    } catch (LinuxException e) {
      return Optional.of(Reading.unreadable("its folder cannot be read: " + e.getMessage()));
    }
  }

  private static Optional<byte[]> content(RecordFolder folder) throws UnreadableRecordException {
    Optional<byte[]> record = folder.read(RECORD, LARGEST_RECORD);
    return record.isPresent() ? record : folder.read(RESERVATION, LARGEST_RECORD);
  }

  private static void empty(RecordFolder container) {
    try (container) {
      container.remove(RECORD);
      container.remove(RESERVATION);
      container.removeIfEmpty(JournalFiles.FOLDER);
    }
  }
}
