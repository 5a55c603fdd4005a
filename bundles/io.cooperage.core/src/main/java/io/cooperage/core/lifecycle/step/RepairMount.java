package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.kernel.IdMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a stopped CT's root is mounted on the host. The folder being there means that it is
 * mounted, and its name tells how, also to the next daemon.
 *
 * @param folder RUN/mnt/UUID, or RUN/mnt/UUID.mapped
 * @param mapped whether ids are shown as the CT has them on this node, not as on disk
 */
public record RepairMount(Path folder, boolean mapped) {
  private static final String MAPPED = ".mapped";

  /** Where it would be. */
  public static RepairMount of(Path runFolder, ContainerId id, boolean mapped) {
    return new RepairMount(runFolder.resolve("mnt").resolve(id + (mapped ? MAPPED : "")), mapped);
  }

  /** Where it is, if it is mounted. */
  public static Optional<RepairMount> find(Path runFolder, ContainerId id) {
    return Stream.of(of(runFolder, id, false), of(runFolder, id, true))
        .filter(m -> Files.exists(m.folder))
        .findFirst();
  }

  /** The map that its ids are shown by. */
  public IdMap ids(IdMap container) {
    return mapped ? container : IdMap.PRIVILEGED;
  }
}
