package io.cooperage.storage.ploop.backup;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.linux.file.AtomicFile;
import io.cooperage.spi.backup.BackupFiles;
import io.cooperage.spi.backup.BackupTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/** Keeps backups in folders of the host: PLACE/CT/BACKUP/. Safe for any thread. */
@Component(service = BackupTarget.class)
public final class FolderTarget implements BackupTarget {
  @Override
  public String kind() {
    return "file";
  }

  @Override
  public void prepare(String place) {
    Path folder = Path.of(place);
    if (!folder.isAbsolute() || !folder.normalize().equals(folder)) {
      throw ContainerException.badInput(
          ErrorCode.BAD_VALUE, Problem.of("target", place, "must be an absolute path"));
    }
    FolderFiles.told("use " + place, () -> make(folder));
  }

  private static void make(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      boolean other = Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
      if (other || folder.getParent() == null || !Files.isDirectory(folder.getParent())) {
        throw ContainerException.badInput(
            ErrorCode.BAD_VALUE,
            Problem.of("target", folder.toString(), "must be a folder, or lie in one"));
      }
      makeFolder(folder);
    }
  }

  static void makeFolder(Path folder) throws IOException {
    Files.createDirectory(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    FolderFiles.sync(folder.getParent());
  }

  @Override
  public List<ContainerId> containers(String place) {
    return names(Path.of(place)).stream().map(ContainerId::new).toList();
  }

  @Override
  public List<UUID> backups(String place, ContainerId container) {
    return names(Path.of(place, container.toString()));
  }

  private static List<UUID> names(Path folder) {
    return FolderFiles.told(
        "list " + folder,
        () -> {
          try (Stream<Path> files = Files.list(folder)) {
            return files
                .filter(f -> uuid(f.getFileName().toString()).isPresent())
                .filter(FolderTarget::isFolder)
                .flatMap(f -> uuid(f.getFileName().toString()).stream())
                .sorted()
                .toList();
          } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        });
  }

  private static boolean isFolder(Path path) {
    return FolderFiles.attributes(path).filter(BasicFileAttributes::isDirectory).isPresent();
  }

  private static Optional<UUID> uuid(String name) {
    try {
      return Optional.of(UUID.fromString(name)).filter(u -> u.toString().equals(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public BackupFiles files(String place, ContainerId container, UUID backup) {
    return new FolderFiles(Path.of(place, container.toString(), backup.toString()));
  }

  @Override
  public void delete(String place, ContainerId container, UUID backup) {
    Path folder = Path.of(place, container.toString(), backup.toString());
    if (!Files.isDirectory(Path.of(place))) {
      throw new ContainerException(
          ErrorCode.PROVIDER,
          "cannot delete " + folder + ": " + place + " is not there",
          "Mount it, or bring it back.");
    }
    if (!isFolder(folder)) {
      return;
    }
    FolderFiles.told(
        "delete " + folder,
        () -> {
          AtomicFile.remove(folder.resolve(Manifest.FILE));
          try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
              Files.delete(file);
            }
          }
          Files.delete(folder);
          removeEmpty(folder.getParent());
        });
  }

  private static void removeEmpty(Path folder) throws IOException {
    try (Stream<Path> rest = Files.list(folder)) {
      if (rest.findAny().isPresent()) {
        return;
      }
    }
    Files.delete(folder);
  }
}
