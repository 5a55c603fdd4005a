package io.cooperage.spi.cgroup;

import io.cooperage.spi.kernel.Descriptor;
import java.util.List;
import java.util.Optional;

/**
 * What a new process needs to enter a CT's groups.
 *
 * @param v1 open {@code cgroup.procs} files, one for each v1 hierarchy; "0" is written to each
 *     before the clone
 * @param v2 the unified group's directory, if there is one
 */
public record CgroupHandles(List<Descriptor> v1, Optional<Descriptor> v2) implements AutoCloseable {
  public CgroupHandles {
    v1 = List.copyOf(v1);
  }

  @Override
  public void close() {
    v1.forEach(Descriptor::close);
    v2.ifPresent(Descriptor::close);
  }
}
