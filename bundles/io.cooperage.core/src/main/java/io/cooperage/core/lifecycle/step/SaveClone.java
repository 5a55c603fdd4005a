package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.Ctid;
import io.cooperage.core.guest.GuestSettings;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.store.ContainerRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Saves the record of a clone whose disk is there: from here on the CT exists. */
record SaveClone(EngineParts parts, Newcomers newcomers, NetworkPlug plug, ConsoleLogs consoles)
    implements Step {
  /** Journaled: the wanted number, or nothing. */
  static final String CTID = "ctid";

  /** Journaled: the clone's name, or nothing. */
  static final String NAME = "name";

  @Override
  public String name() {
    return "SaveClone";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer source = parts.live(context);
    ContainerRecord of = source.record();
    ContainerId id = CloneVolume.clone(context);
    Volume volume = context.held(Volume.class).orElseThrow();
    Map<String, List<String>> texts = TextMap.decode(context.value(CloneVolume.PARAMETERS));
    boolean privileged = of.idMap().privileged();
    LiveContainer live =
        newcomers.add(
            Optional.of(context.value(CTID)).filter(t -> !t.isEmpty()).map(Ctid::parse),
            privileged,
            (ctid, idMap) ->
                new ContainerRecord(
                    id,
                    ctid,
                    Optional.of(context.value(NAME))
                        .filter(t -> !t.isEmpty())
                        .map(ContainerName::new),
                    1,
                    context.createdAt(),
                    of.kinds(),
                    of.template(),
                    of.templateDigest(),
                    texts,
                    of.labels(),
                    of.description(),
                    idMap,
                    false,
                    Optional.of(volume),
                    GuestSettings.mounts(texts, privileged),
                    Map.of()));
    parts.keeper().save(live.record());
    parts.admission().settle(id);
    plug.refreshAddresses(live);
    parts.event("container.created", live, "was made from CT " + source);
  }

  @Override
  public void undo(StepContext context) {
    Disposal.forget(parts, consoles, CloneVolume.clone(context));
  }
}
