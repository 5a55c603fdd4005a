package io.cooperage.core.lifecycle.step;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.MountRequest;
import io.cooperage.spi.storage.Volume;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a CT's disk anew with the same files, and the record that goes with it. */
record ConvertDisk(EngineParts parts) implements Step {
  /** Journaled: the texts of the parameters that change; one without any is no more set. */
  static final String CHANGED = "changed";

  @Override
  public String name() {
    return "ConvertDisk";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    Map<String, List<String>> texts = texts(live, context);
    ParameterValues values = parts.values(live, Family.STORAGE, texts);
    MountRequest request = parts.mountRequest(live, true);
    Volume old = parts.volume(live);
    Volume made =
        parts
            .leases()
            .work(
                Family.TRANSFER,
                old.kind(),
                context,
                (t, progress) -> t.convert(old, values, request, progress));
    parts.keeper().update(live, r -> r.volume(Optional.of(made)).parameters(texts));
    parts.event("disk.converted", live, "has its files on a new disk");
  }

  // Whatever else of the CT was set while this job waited stays so.
  private static Map<String, List<String>> texts(LiveContainer live, StepContext context) {
    Map<String, List<String>> texts = new HashMap<>(live.record().parameters());
    TextMap.decode(context.value(CHANGED))
        .forEach(
            (name, entries) -> {
              if (entries.isEmpty()) {
                texts.remove(name);
              } else {
                texts.put(name, entries);
              }
            });
    return texts;
  }
}
