package io.cooperage.core.lifecycle.step;

import io.cooperage.api.disk.ExportOptions;
import io.cooperage.api.disk.Exported;
import io.cooperage.api.snapshot.SnapshotId;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.Volume;
import java.nio.file.Path;
import java.util.Optional;

/** Writes a disk, or a snapshot of it, to a file of the host. */
record ExportDisk(EngineParts parts) implements Step {
  /** Journaled: the file. */
  static final String FILE = "file";

  static final String FORMAT = "format";

  /** Journaled: the snapshot's id, or nothing. */
  static final String SNAPSHOT = "snapshot";

  @Override
  public String name() {
    return "ExportDisk";
  }

  private static ExportOptions options(StepContext context) {
    return new ExportOptions(
        Path.of(context.value(FILE)),
        context.value(FORMAT),
        Optional.of(context.value(SNAPSHOT)).filter(t -> !t.isEmpty()).map(SnapshotId::parse));
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    ExportOptions options = options(context);
    if (options.snapshot().isEmpty()) {
      RequireStopped.check(live);
    }
    Volume volume = parts.volume(live);
    Exported exported =
        parts
            .leases()
            .work(
                Family.TRANSFER,
                volume.kind(),
                context,
                (t, progress) -> t.exportTo(volume, options, progress));
    context.hold(Exported.class, exported);
    parts.event("disk.exported", live, "was exported to " + options.file());
  }

  @Override
  public void undo(StepContext context) {
    ExportOptions options = options(context);
    String kind = parts.live(context).kind(Family.STORAGE.name());
    parts.leases().run(Family.TRANSFER, kind, t -> t.abandon(options));
  }
}
