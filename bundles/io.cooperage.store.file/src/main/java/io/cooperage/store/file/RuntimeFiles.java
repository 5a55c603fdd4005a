package io.cooperage.store.file;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.LinuxException;
import io.cooperage.spi.store.RuntimeRecord;
import java.nio.file.Path;
import java.util.Optional;

/** {@code RUN/ct/<uuid>/state.json}. */
final class RuntimeFiles {
  private static final String STATE = "state.json";
  private static final int LARGEST_STATE = 1 << 20;

  private final Path containers;
  private final RuntimeCodec codec;
  private final RecordLocks locks;

  RuntimeFiles(Path containers, RuntimeCodec codec, RecordLocks locks) {
    this.containers = containers;
    this.codec = codec;
    this.locks = locks;
  }

  Optional<RuntimeRecord> read(ContainerId id) {
    try (RecordFolder all = RecordFolder.fleeting(containers);
        RecordFolder folder = all.child(id.toString()).orElse(null)) {
      Optional<byte[]> content =
          folder == null ? Optional.empty() : folder.read(STATE, LARGEST_STATE);
      return content.isEmpty() ? Optional.empty() : Optional.of(checked(id, content.get()));
    } catch (UnreadableRecordException e) {
      throw new ContainerException(
          ErrorCode.BROKEN_CONTAINER,
          "CT " + id + ": " + STATE + " cannot be used: " + e.getMessage(),
          "stop the CT; its definition and disk are not touched by this",
          e);
    } catch (LinuxException e) {
      throw StoreFailure.of("cannot read the state of CT " + id, e);
    }
  }

  void save(RuntimeRecord record) {
    byte[] content = codec.encode(record);
    String name = record.id().toString();
    synchronized (locks.of(record.id())) {
      try (RecordFolder all = RecordFolder.fleeting(containers);
          RecordFolder folder = all.madeChild(name)) {
        folder.replace(STATE, content);
      } catch (LinuxException e) {
        throw StoreFailure.of("cannot save the state of CT " + name, e);
      }
    }
  }

  void delete(ContainerId id) {
    synchronized (locks.of(id)) {
      try (RecordFolder all = RecordFolder.fleeting(containers)) {
        all.child(id.toString()).ifPresent(RuntimeFiles::empty);
        all.removeIfEmpty(id.toString());
      } catch (LinuxException e) {
        throw StoreFailure.of("cannot delete the state of CT " + id, e);
      }
    }
  }

  private RuntimeRecord checked(ContainerId id, byte[] content) throws UnreadableRecordException {
    RuntimeRecord record = codec.decode(content);
    if (!record.id().equals(id)) {
      throw new UnreadableRecordException("it is the state of CT " + record.id());
    }
    return record;
  }

  private static void empty(RecordFolder container) {
    try (container) {
      container.remove(STATE);
    }
  }
}
