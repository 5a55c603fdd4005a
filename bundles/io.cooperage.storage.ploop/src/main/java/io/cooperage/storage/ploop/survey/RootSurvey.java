package io.cooperage.storage.ploop.survey;

import io.cooperage.storage.ploop.pool.Pool;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The pool's own folder, and what its making leaves beside it. */
record RootSurvey(Pool pool) implements Survey {
  @Override
  public List<Suspect> look() {
    List<Suspect> found = new ArrayList<>();
    // It is made while the pool is opened, and this one is open.
    Path unfinished = pool.root().resolveSibling("pool.img.new");
    if (Files.isRegularFile(unfinished, LinkOption.NOFOLLOW_LINKS)) {
      found.add(
          Suspect.removable(
              "temporary",
              unfinished,
              "a pool file whose making was interrupted",
              () -> StaleFiles.delete(unfinished)));
    }
    Set<Path> own = Set.of(pool.containers(), pool.templates(), pool.blanks());
    for (Path entry : Sizes.entries(pool.root())) {
      if (!own.contains(entry) && !Sizes.name(entry).equals(LostAndFound.NAME)) {
        found.add(foreign(entry));
      }
    }
    return found;
  }

  /** A name that the node does not know. */
  static Suspect foreign(Path path) {
    return Suspect.forPerson(
        "foreign", path, "is none of the node's; move it elsewhere if it is yours", false);
  }
}
