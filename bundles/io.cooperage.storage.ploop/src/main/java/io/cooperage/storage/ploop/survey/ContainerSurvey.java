package io.cooperage.storage.ploop.survey;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.node.PoolFlaw.Repair;
import io.cooperage.spi.storage.PoolTenants;
import io.cooperage.spi.storage.PoolTenants.Standing;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.survey.Suspect.Mending;
import io.cooperage.storage.ploop.survey.Suspect.Outcome;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One name in the folder of all CTs, with all below it. */
record ContainerSurvey(Path entry, PoolTenants tenants, LostAndFound lostAndFound)
    implements Survey {
  @Override
  public List<Suspect> look() {
    Optional<ContainerId> id = id(entry);
    if (id.isEmpty()) {
      return List.of(RootSurvey.foreign(entry));
    }
    Standing standing = tenants.standing(id.get());
    return switch (standing) {
      case UNKNOWN -> unknown(id.get());
      case BROKEN ->
          List.of(
              Suspect.forPerson(
                  "broken-record",
                  entry,
                  "the record of this CT, or a journal, cannot be read: 'ct list' tells why",
                  true));
      case HELD -> List.of();
      case IDLE, RUNNING -> known(id.get(), standing);
    };
  }

  /** The CT whose folder it is; empty if it is none. */
  static Optional<ContainerId> id(Path folder) {
    String name = Sizes.name(folder);
    try {
      ContainerId id = ContainerId.parse(name);
      boolean canonical = id.toString().equals(name);
      return Optional.of(id)
          .filter(i -> canonical && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private List<Suspect> unknown(ContainerId id) {
    List<Path> inside = Sizes.entries(entry);
    if (inside.isEmpty()) {
      return List.of(
          Suspect.removable(
              "empty",
              entry,
              "the empty folder of a CT that is gone",
              unknown(id, () -> StaleFiles.delete(entry))));
    }
    if (inside.stream().anyMatch(f -> tenants.recordNames().contains(Sizes.name(f)))) {
      return List.of(
          Suspect.forPerson(
              "left-out",
              entry,
              "has a record of a CT that the node did not take in: the daemon's log tells why",
              true));
    }
    return List.of(
        new Suspect(
            "no-record",
            entry,
            Sizes.of(entry),
            "the folder of a CT without its record",
            false,
            Repair.SET_ASIDE,
            unknown(id, this::setAside)));
  }

  private Mending unknown(ContainerId id, Mending mending) {
    return () ->
        tenants.standing(id) == Standing.UNKNOWN ? mending.mend() : Outcome.left("a CT has it now");
  }

  private Outcome setAside() {
    if (ImageLocks.anyHeld(DiskFolder.of(entry).path())) {
      return Outcome.left("a loop device serves its disk");
    }
    return lostAndFound.take(entry);
  }

  // What a job that began meanwhile is making is none of these.
  private List<Suspect> known(ContainerId id, Standing standing) {
    List<Suspect> found = new ArrayList<>();
    Idle idle = new Idle(id, tenants);
    found.addAll(new RecordFiles(entry, idle, tenants.recordNames()).look());
    if (tenants.containers().contains(id)) {
      found.addAll(new DiskSurvey(DiskFolder.of(entry), idle, lostAndFound).look());
    }
    return tenants.standing(id) == standing ? found : List.of();
  }
}
