package io.cooperage.testing.fake;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.cgroup.CgroupDirectory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A cgroup v2 directory in memory; any file can be written and then read. */
public final class MemoryCgroupDirectory implements CgroupDirectory {
  private final Map<String, String> files = new ConcurrentHashMap<>();
  private final String name;

  /** An empty directory of that name. */
  public MemoryCgroupDirectory(String name) {
    this.name = name;
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public String describe() {
    return name;
  }

  @Override
  public boolean has(String file) {
    return files.containsKey(file);
  }

  @Override
  public String read(String file) {
    return readIfPresent(file)
        .orElseThrow(
            () -> new ContainerException(ErrorCode.KERNEL, name + "/" + file + ": ENOENT"));
  }

  @Override
  public Optional<String> readIfPresent(String file) {
    return Optional.ofNullable(files.get(file));
  }

  @Override
  public void write(String file, String value) {
    files.put(file, value);
  }
}
