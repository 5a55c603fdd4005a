package io.cooperage.testing.cgroup;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.cgroup.CgroupDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One real group. */
record HostGroup(int version, Path folder) implements CgroupDirectory {
  @Override
  public String describe() {
    return folder.toString();
  }

  @Override
  public Optional<Path> location() {
    return Optional.of(folder);
  }

  @Override
  public boolean has(String file) {
    return Files.exists(folder.resolve(file));
  }

  @Override
  public String read(String file) {
    try {
      return Files.readString(folder.resolve(file)).strip();
    } catch (IOException e) {
      throw refused("read", file, e);
    }
  }

  @Override
  public Optional<String> readIfPresent(String file) {
    try {
      return Optional.of(Files.readString(folder.resolve(file)).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw refused("read", file, e);
    }
  }

  @Override
  public void write(String file, String value) {
    try {
      Files.writeString(folder.resolve(file), value, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw refused("write '" + value + "' to", file, e);
    }
  }

  @Override
  public Optional<CgroupDirectory> above() {
    return Optional.of(new HostGroup(version, folder.getParent()));
  }

  @Override
  public List<CgroupDirectory> below() {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isDirectory)
          .map(child -> (CgroupDirectory) new HostGroup(version, child))
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw refused("list", folder.toString(), e);
    }
  }

  private static ContainerException refused(String verb, String file, IOException e) {
    return new ContainerException(
        ErrorCode.KERNEL, verb + " " + file + ": " + e.getMessage(), "", e);
  }
}
