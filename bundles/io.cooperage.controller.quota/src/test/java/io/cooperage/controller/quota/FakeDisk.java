package io.cooperage.controller.quota;

import io.cooperage.linux.file.FileSystemStatus;
import io.cooperage.linux.file.Quota;
import io.cooperage.linux.file.QuotaKind;
import java.util.EnumSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A file system in memory with or without quotas. */
final class FakeDisk implements QuotaDisk {
  private final String type;
  private final boolean counting;
  private final Set<QuotaKind> enforced = EnumSet.noneOf(QuotaKind.class);
  private final Map<QuotaKind, NavigableMap<Long, Quota>> stored =
      Map.of(QuotaKind.USER, new TreeMap<>(), QuotaKind.GROUP, new TreeMap<>());
  private int open;

  FakeDisk(String type, boolean counting) {
    this.type = type;
    this.counting = counting;
  }

  FakeDisk opened() {
    open++;
    return this;
  }

  int open() {
    return open;
  }

  Set<QuotaKind> enforced() {
    return enforced;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public FileSystemStatus space() {
    return new FileSystemStatus(FileSystemStatus.EXT4, 4096, 1000, 400, 400, 50, 20);
  }

  @Override
  public boolean counted(QuotaKind kind) {
    return counting;
  }

  @Override
  public boolean enforced(QuotaKind kind) {
    return enforced.contains(kind);
  }

  @Override
  public void enforce(QuotaKind kind) {
    enforced.add(kind);
  }

  @Override
  public void release(QuotaKind kind) {
    enforced.remove(kind);
  }

  @Override
  public Optional<Quota> next(QuotaKind kind, long from) {
    return Optional.ofNullable(stored.get(kind).ceilingEntry(from)).map(Map.Entry::getValue);
  }

  @Override
  public void set(QuotaKind kind, Quota limits) {
    stored.get(kind).put(limits.id(), limits);
  }

  @Override
  public void close() {
    open--;
  }
}
