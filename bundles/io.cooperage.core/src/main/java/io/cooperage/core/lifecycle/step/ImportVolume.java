package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.storage.VolumeRequest;
import java.nio.file.Path;

/** Makes the disk of a new CT from an image of the host. */
record ImportVolume(EngineParts parts) implements Step {
  /** Journaled: the image. */
  static final String SOURCE = "source";

  static final String FORMAT = "format";

  @Override
  public String name() {
    return "ImportVolume";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    Path source = Path.of(context.value(SOURCE));
    String format = context.value(FORMAT);
    VolumeRequest request = parts.volumeRequest(live, parts.image(live));
    Volume volume =
        parts
            .leases()
            .work(
                Family.TRANSFER,
                live.kind(Family.STORAGE.name()),
                context,
                (t, progress) -> t.importFrom(request, source, format, progress));
    context.hold(Volume.class, volume);
  }

  @Override
  public void undo(StepContext context) {
    Disposal.destroyVolume(parts, context.container());
  }
}
