package io.cooperage.cgroup;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.spi.cgroup.CgroupDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The interface files of one group, which may be gone at any time. */
final class GroupFiles implements CgroupDirectory {
  private final Hierarchy hierarchy;
  private final String path;
  private final Path folder;
  private final KeptFiles kept;
  private final Map<String, KeptFiles.Place> places = new ConcurrentHashMap<>();

  /** Opens each file anew for every access. */
  GroupFiles(Hierarchy hierarchy, String path) {
    this(hierarchy, path, KeptFiles.NONE);
  }

  /** Reads through files that are kept open. */
  GroupFiles(Hierarchy hierarchy, String path, KeptFiles kept) {
    this.hierarchy = hierarchy;
    this.path = path;
    this.folder = hierarchy.group(path);
    this.kept = kept;
  }

  @Override
  public int version() {
    return hierarchy.version();
  }

  @Override
  public String describe() {
    return hierarchy.describe(path);
  }

  @Override
  public Optional<Path> location() {
    return Optional.of(folder);
  }

  @Override
  public boolean has(String file) {
    return Files.exists(named(file));
  }

  @Override
  public String read(String file) {
    try {
      return contentOf(file);
    } catch (LinuxException e) {
      throw refused("read " + file + " of " + describe(), e);
    }
  }

  @Override
  public Optional<String> readIfPresent(String file) {
    try {
      return Optional.of(contentOf(file));
    } catch (LinuxException e) {
      // ENODEV: the group was removed between open and read.
      if (e.is(Errno.ENOENT, Errno.ENODEV)) {
        return Optional.empty();
      }
      throw refused("read " + file + " of " + describe(), e);
    }
  }

  @Override
  public void write(String file, String value) {
    try (OwnedFd open = OpenCalls.open(named(file), OpenFlag.WRITE_ONLY)) {
      FileCalls.writeText(open, value);
    } catch (LinuxException e) {
      throw refused("write '" + value + "' to " + file + " of " + describe(), e);
    }
  }

  @Override
  public Optional<CgroupDirectory> above() {
    return path.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new GroupFiles(hierarchy, path.substring(0, Math.max(0, path.lastIndexOf('/'))), kept));
  }

  @Override
  public List<CgroupDirectory> below() {
    return children(GroupWalk.names(folder));
  }

  @Override
  public List<CgroupDirectory> below(int most) {
    return children(GroupWalk.names(folder, most));
  }

  private List<CgroupDirectory> children(List<String> names) {
    return names.stream()
        .map(name -> (CgroupDirectory) new GroupFiles(hierarchy, path + "/" + name, kept))
        .toList();
  }

  private String contentOf(String file) {
    KeptFiles.Place known = places.get(file);
    return (known == null ? placeOf(file) : known).text();
  }

  private KeptFiles.Place placeOf(String file) {
    requireName(file);
    return places.computeIfAbsent(file, name -> kept.at(folder + "/" + name));
  }

  private Path named(String file) {
    requireName(file);
    return folder.resolve(file);
  }

  private static void requireName(String file) {
    if (file.isEmpty() || file.startsWith(".") || file.indexOf('/') >= 0) {
      throw new IllegalArgumentException("'" + file + "' is not a file of a control group");
    }
  }

  private static ContainerException refused(String what, LinuxException e) {
    String reason = e.errno() == Errno.UNKNOWN ? "errno " + e.number() : e.errno().name();
    return new ContainerException(
        ErrorCode.KERNEL, what + ": " + reason + " (" + e.errno().text() + ")", "", e);
  }
}
