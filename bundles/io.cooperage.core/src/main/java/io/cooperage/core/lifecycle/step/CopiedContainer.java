package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.Ctid;
import io.cooperage.core.guest.GuestSettings;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.storage.Volume;
import io.cooperage.spi.store.ContainerRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A CT that is made as another one is or was: a clone, or one out of a backup. */
record CopiedContainer(EngineParts parts, Newcomers newcomers, NetworkPlug plug) {
  /** Journaled: the wanted number, or nothing. */
  static final String CTID = "ctid";

  /** Journaled: its name, or nothing. */
  static final String NAME = "name";

  /** Saves its record around the disk that the job holds: from here on the CT exists. */
  LiveContainer save(StepContext context, ContainerId id, BackupNotes of) {
    Volume volume = context.held(Volume.class).orElseThrow();
    Map<String, List<String>> texts = TextMap.decode(context.value(CloneVolume.PARAMETERS));
    LiveContainer live =
        newcomers.add(
            given(context, CTID).map(Ctid::parse),
            of.privileged(),
            (ctid, idMap) ->
                new ContainerRecord(
                    id,
                    ctid,
                    given(context, NAME).map(ContainerName::new),
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
                    GuestSettings.mounts(texts, of.privileged()),
                    Map.of()));
    parts.keeper().save(live.record());
    parts.admission().settle(id);
    plug.refreshAddresses(live);
    return live;
  }

  private static Optional<String> given(StepContext context, String name) {
    return Optional.of(context.value(name)).filter(t -> !t.isEmpty());
  }
}
