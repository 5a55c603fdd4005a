package io.cooperage.testing.fake;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.backup.BackupDraft;
import io.cooperage.spi.backup.BackupFiles;
import io.cooperage.spi.backup.BackupTarget;
import io.cooperage.spi.backup.Backups;
import io.cooperage.spi.backup.StoredBackup;
import io.cooperage.spi.node.ProgressSink;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.storage.SnapshotDraft;
import io.cooperage.spi.storage.Snapshots;
import io.cooperage.spi.storage.StoredSnapshot;
import io.cooperage.spi.storage.Volume;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Snapshots and backups of the disks of {@link FakeStorage}, kept at any place of the kind "fake".
 * Its files have names alone.
 */
public final class FakeArchive implements Snapshots, Backups, BackupTarget {
  private final FakeStorage storage;
  private final Map<ContainerId, List<StoredSnapshot>> snapshots = new ConcurrentHashMap<>();
  private final Map<Key, Optional<Content>> backups = new ConcurrentHashMap<>();
  private final Set<UUID> damaged = ConcurrentHashMap.newKeySet();
  private final Set<UUID> unreadable = ConcurrentHashMap.newKeySet();
  private final Map<String, Key> titles = new ConcurrentHashMap<>();
  private final Set<ContainerId> unfinished = ConcurrentHashMap.newKeySet();
  private volatile Runnable interlude = () -> {};
  private volatile boolean away;

  private record Key(String place, ContainerId container, UUID id) {}

  private record Content(StoredBackup backup, Map<String, byte[]> files) {
    Content noted(String name, String text) {
      Map<String, String> notes = new TreeMap<>(backup.notes());
      notes.put(name, text);
      StoredBackup changed =
          new StoredBackup(
              backup.id(),
              backup.parent(),
              backup.parentDigest(),
              backup.createdAt(),
              backup.volume(),
              backup.size(),
              backup.stored(),
              backup.digest(),
              notes);
      return new Content(changed, files);
    }
  }

  /** An archive of these disks. */
  public FakeArchive(FakeStorage storage) {
    this.storage = storage;
  }

  /** Ids of a CT's snapshots. */
  public List<UUID> snapshots(ContainerId container) {
    return snapshots.getOrDefault(container, List.of()).stream().map(StoredSnapshot::id).toList();
  }

  /** Ids of all backups, also of those that were not finished. */
  public List<UUID> backups() {
    return backups.keySet().stream().map(Key::id).toList();
  }

  /** From now on the content of a backup is bad. */
  public void damage(UUID id) {
    damaged.add(id);
  }

  /** From now on a backup has another text as one of its notes. */
  public void note(UUID id, String name, String text) {
    backups.replaceAll(
        (key, content) -> key.id().equals(id) ? content.map(c -> c.noted(name, text)) : content);
  }

  /** From now on the manifest of a backup cannot be read, or can again. */
  public void unreadable(UUID id, boolean yes) {
    if (yes) {
      unreadable.add(id);
    } else {
      unreadable.remove(id);
    }
  }

  /** What happens in the middle of each backup that is written. */
  public void inTheMiddle(Runnable action) {
    interlude = action;
  }

  /** From now on no place can be reached, or all can again. */
  public void away(boolean yes) {
    away = yes;
  }

  private void requireThere() {
    if (away) {
      throw new ContainerException(ErrorCode.PROVIDER, "the shelf is not there");
    }
  }

  private Key key(BackupFiles files) {
    return titles.get(files.title());
  }

  @Override
  public String kind() {
    return storage.kind();
  }

  @Override
  public void take(Volume volume, SnapshotDraft draft) {
    storage.faults().check("take");
    List<StoredSnapshot> all = new ArrayList<>(list(volume));
    if (all.stream().noneMatch(s -> s.id().equals(draft.id()))) {
      all.add(
          new StoredSnapshot(
              draft.id(), Optional.empty(), false, draft.temporary(), 1, 1, draft.notes()));
    }
    snapshots.put(volume.container(), all);
    storage.faults().check("taken");
  }

  @Override
  public List<StoredSnapshot> list(Volume volume) {
    storage.faults().check("listSnapshots");
    return snapshots.getOrDefault(volume.container(), List.of());
  }

  @Override
  public Volume switchTo(Volume volume, UUID snapshot) {
    return volume;
  }

  @Override
  public void delete(Volume volume, Set<UUID> ids) {
    storage.faults().check("deleteSnapshots");
    List<StoredSnapshot> all = new ArrayList<>(list(volume));
    all.removeIf(s -> ids.contains(s.id()));
    snapshots.put(volume.container(), all);
  }

  @Override
  public MountedVolume mountOnHost(
      Volume volume, UUID snapshot, MountRequest request, Path folder) {
    return storage.mountOnHost(volume, request, folder);
  }

  @Override
  public void unmountOnHost(Volume volume, UUID snapshot, Path folder) {}

  @Override
  public void recover(Volume volume) {}

  @Override
  public StoredBackup write(
      Volume volume, BackupDraft draft, BackupFiles files, ProgressSink progress) {
    Key key = key(files);
    backups.put(key, Optional.empty());
    progress.checkCancelled();
    storage.faults().check("write");
    interlude.run();
    files.commit("manifest", new byte[0]);
    StoredBackup backup =
        new StoredBackup(
            draft.id(),
            draft.parent().map(StoredBackup::id),
            draft.parent().map(StoredBackup::digest),
            draft.createdAt(),
            volume,
            1,
            1,
            "digest of " + draft.id(),
            draft.notes());
    backups.put(key, Optional.of(new Content(backup, Map.copyOf(storage.disk(key.container())))));
    storage.faults().check("written");
    return backup;
  }

  @Override
  public Optional<StoredBackup> read(BackupFiles files) {
    if (unreadable.contains(key(files).id())) {
      throw new ContainerException(ErrorCode.PROVIDER, "the manifest cannot be read");
    }
    return backups.getOrDefault(key(files), Optional.empty()).map(Content::backup);
  }

  @Override
  public boolean unfinished(BackupFiles files) {
    return backups.getOrDefault(key(files), Optional.empty()).isEmpty();
  }

  @Override
  public void verify(BackupFiles files, ProgressSink progress) {
    requireSound(key(files));
  }

  private Content requireSound(Key key) {
    if (damaged.contains(key.id())) {
      throw new ContainerException(ErrorCode.BROKEN_BACKUP, "backup " + key.id() + " is damaged");
    }
    return backups
        .getOrDefault(key, Optional.empty())
        .orElseThrow(() -> new ContainerException(ErrorCode.BROKEN_BACKUP, "it is missing"));
  }

  @Override
  public Volume restore(List<BackupFiles> chain, ContainerId target, ProgressSink progress) {
    unfinished.add(target);
    storage.faults().check("restore");
    chain.forEach(f -> requireSound(key(f)));
    Content last = requireSound(key(chain.get(chain.size() - 1)));
    snapshots.remove(target);
    storage.put(target, new ConcurrentHashMap<>(last.files()));
    storage.faults().check("restored");
    unfinished.remove(target);
    return new Volume(kind(), target, last.backup().volume().properties());
  }

  /** The CTs beside whose disks something unfinished is. */
  public Set<ContainerId> unfinishedDisks() {
    return Set.copyOf(unfinished);
  }

  @Override
  public void discard(ContainerId target) {
    unfinished.remove(target);
  }

  @Override
  public void prepare(String place) {
    requireThere();
  }

  @Override
  public List<ContainerId> containers(String place) {
    requireThere();
    return backups.keySet().stream()
        .filter(k -> k.place().equals(place))
        .map(Key::container)
        .distinct()
        .toList();
  }

  @Override
  public List<UUID> backups(String place, ContainerId container) {
    requireThere();
    return backups.keySet().stream()
        .filter(k -> k.place().equals(place) && k.container().equals(container))
        .map(Key::id)
        .toList();
  }

  @Override
  public BackupFiles files(String place, ContainerId container, UUID backup) {
    Key key = new Key(place, container, backup);
    titles.put(key.toString(), key);
    return new Named(key, this::requireThere);
  }

  @Override
  public void delete(String place, ContainerId container, UUID backup) {
    requireThere();
    backups.remove(new Key(place, container, backup));
  }

  /** Tells which backup is meant; it has no bytes. */
  private record Named(Key key, Runnable reach) implements BackupFiles {
    @Override
    public String title() {
      return key.toString();
    }

    @Override
    public WritableByteChannel create(String name) {
      throw new ContainerException(ErrorCode.UNSUPPORTED, "there are no bytes");
    }

    @Override
    public void commit(String name, byte[] content) {
      reach.run();
    }

    @Override
    public OptionalLong size(String name) {
      return OptionalLong.empty();
    }

    @Override
    public ReadableByteChannel open(String name) {
      throw new ContainerException(ErrorCode.BROKEN_BACKUP, "there are no bytes");
    }
  }
}
