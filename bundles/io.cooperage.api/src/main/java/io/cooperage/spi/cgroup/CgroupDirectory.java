package io.cooperage.spi.cgroup;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** One group's files. Every access names the file in its error. Safe for any thread. */
@ProviderType
public interface CgroupDirectory {
  /** 1 or 2. */
  int version();

  /** For messages: {@code memory:/cooperage/node/UUID}. */
  String describe();

  boolean has(String file);

  /**
   * Reads a file, trimmed.
   *
   * @throws io.cooperage.api.error.ContainerException KERNEL with the errno's name
   */
  String read(String file);

  /** As {@link #read}, empty if there is no such file or group. */
  Optional<String> readIfPresent(String file);

  /**
   * Writes a file in one write(2).
   *
   * @throws io.cooperage.api.error.ContainerException KERNEL with the errno's name and the value
   */
  void write(String file, String value);

  /** The group above, which this one cannot exceed; empty if this is the hierarchy's root. */
  default Optional<CgroupDirectory> above() {
    return Optional.empty();
  }

  /** Its folder on the host, for what a file cannot do; empty if it is not a kernel's. */
  default Optional<Path> location() {
    return Optional.empty();
  }

  /** The groups directly below, as they are now: a v1 cpuset must be narrowed from below. */
  default List<CgroupDirectory> below() {
    return List.of();
  }

  /**
   * Some of the groups directly below, in no order: a CT can make very many.
   *
   * @param most at least 0
   */
  default List<CgroupDirectory> below(int most) {
    return below().stream().limit(most).toList();
  }
}
