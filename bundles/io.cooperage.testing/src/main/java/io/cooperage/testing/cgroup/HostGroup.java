package io.cooperage.testing.cgroup;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.cgroup.CgroupDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** One real group. */
record HostGroup(int version, Path folder) implements CgroupDirectory {
  @Override
  public String describe() {
    return folder.toString();
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

  private static ContainerException refused(String verb, String file, IOException e) {
    return new ContainerException(
        ErrorCode.KERNEL, verb + " " + file + ": " + e.getMessage(), "", e);
  }
}
