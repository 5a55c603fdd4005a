package io.cooperage.core.lifecycle.step;

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

/** Saves the record of a restored CT whose disk is there: from here on the CT exists. */
record SaveRestored(EngineParts parts, Newcomers newcomers, NetworkPlug plug, ConsoleLogs consoles)
    implements Step {
  @Override
  public String name() {
    return "SaveRestored";
  }

  @Override
  public void run(StepContext context) {
    Volume volume = context.held(Volume.class).orElseThrow();
    FoundBackup backup = context.held(FoundBackup.class).orElseThrow();
    BackupNotes of = backup.notes();
    Map<String, List<String>> texts = TextMap.decode(context.value(CloneVolume.PARAMETERS));
    LiveContainer live =
        newcomers.add(
            Optional.of(context.value(SaveClone.CTID)).filter(t -> !t.isEmpty()).map(Ctid::parse),
            of.privileged(),
            (ctid, idMap) ->
                new ContainerRecord(
                    RestoreVolume.restored(context),
                    ctid,
                    Optional.of(context.value(SaveClone.NAME))
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
                    GuestSettings.mounts(texts, of.privileged()),
                    Map.of()));
    parts.keeper().save(live.record());
    parts.admission().settle(live.id());
    plug.refreshAddresses(live);
    parts.event("container.created", live, "was restored from backup " + backup.id());
  }

  @Override
  public void undo(StepContext context) {
    Disposal.forget(parts, consoles, RestoreVolume.restored(context));
  }
}
