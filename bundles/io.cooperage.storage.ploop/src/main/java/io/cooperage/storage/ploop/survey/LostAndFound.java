package io.cooperage.storage.ploop.survey;

import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.storage.ploop.image.DiskFolder;
import io.cooperage.storage.ploop.survey.Suspect.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;

/**
 * Where the pool keeps what belongs to nobody and may hold data. Moving it there is one rename, so
 * that it is whole in one of the two places whenever the power fails. Nothing is ever deleted from
 * there by the node.
 */
final class LostAndFound implements Survey {
  static final String NAME = "lost+found";

  private final Path root;
  private final Path folder;

  LostAndFound(Path root) {
    this.root = root;
    this.folder = root.resolve(NAME);
  }

  @Override
  public List<Suspect> look() {
    return Sizes.entries(folder).stream()
        .map(
            kept ->
                Suspect.forPerson(
                    "set-aside",
                    kept,
                    "was set aside by an earlier repair; it stays until somebody deletes it",
                    false))
        .toList();
  }

  /** Moves a file or folder of the pool there; the name tells from where, and when. */
  Outcome take(Path path) {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return Outcome.left("it is gone");
    }
    String name = root.relativize(path).toString().replace('/', '_') + "." + Instant.now();
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (OwnedFd from = OpenCalls.open(path.getParent(), OpenFlag.DIRECTORY);
        OwnedFd to = OpenCalls.open(folder, OpenFlag.DIRECTORY)) {
      DirectoryCalls.renameNew(from, Sizes.name(path), to, name);
    }
    DiskFolder.sync(folder);
    DiskFolder.sync(path.getParent());
    return new Outcome(true, "it lies in " + folder.resolve(name));
  }
}
