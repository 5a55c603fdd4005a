package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.storage.VolumeRequest;
import io.cooperage.spi.template.TemplateImage;
import java.util.Optional;

/** Gives a CT a fresh disk from a template, and the record that goes with it. */
record ReplaceVolume(EngineParts parts) implements Step {
  /** Journaled: name of the template. */
  static final String TEMPLATE = "template";

  @Override
  public String name() {
    return "ReplaceVolume";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    TemplateImage image = parts.templates().need(context.value(TEMPLATE));
    VolumeRequest request = parts.volumeRequest(live, Optional.of(image));
    Volume old = parts.volume(live);
    Volume fresh =
        parts
            .leases()
            .work(
                Family.STORAGE,
                old.kind(),
                context,
                (s, progress) -> s.replace(old, request, progress));
    parts
        .keeper()
        .update(
            live,
            r -> r.volume(Optional.of(fresh)).template(image.descriptor().name(), image.digest()));
    parts.event("container.reinstalled", live, "was reinstalled");
  }
}
