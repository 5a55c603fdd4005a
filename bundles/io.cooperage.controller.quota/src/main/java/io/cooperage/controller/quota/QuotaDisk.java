package io.cooperage.controller.quota;

import io.cooperage.linux.file.FileSystemStatus;
import io.cooperage.linux.file.Quota;
import io.cooperage.linux.file.QuotaKind;
import java.util.Optional;

/** The file system of a CT that runs, open for a moment. */
interface QuotaDisk extends AutoCloseable {
  /** As the kernel names it. */
  String type();

  FileSystemStatus space();

  /** Whether the file system counts uses of this kind. */
  boolean counted(QuotaKind kind);

  /** Whether limits of this kind are enforced. */
  boolean enforced(QuotaKind kind);

  /** Begins to enforce limits; no error if they are enforced already. */
  void enforce(QuotaKind kind);

  /** Ends the enforcing of limits. */
  void release(QuotaKind kind);

  /** The first that has use or limits, from an id on; empty after the last. */
  Optional<Quota> next(QuotaKind kind, long from);

  /** Stores limits. */
  void set(QuotaKind kind, Quota limits);

  @Override
  void close();
}
