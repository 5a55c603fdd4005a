package io.cooperage.isolation.namespaces;

import io.cooperage.linux.OwnedFd;
import io.cooperage.spi.cgroup.CgroupHandles;
import io.cooperage.spi.kernel.Descriptor;
import java.lang.ref.Cleaner;
import java.util.List;
import java.util.Optional;

/**
 * Copies of a caller's cgroup handles that live as long as a program may still be started with
 * them.
 */
final class CgroupCopies {
  private static final Cleaner CLEANER = Cleaner.create();

  private final CgroupHandles handles;

  private CgroupCopies(CgroupHandles handles) {
    this.handles = handles;
    CLEANER.register(this, handles::close);
  }

  static CgroupCopies of(CgroupHandles handles) {
    List<Descriptor> v1 = handles.v1().stream().map(CgroupCopies::copy).toList();
    Optional<Descriptor> v2 = handles.v2().map(CgroupCopies::copy);
    return new CgroupCopies(new CgroupHandles(v1, v2));
  }

  private static Descriptor copy(Descriptor original) {
    return OwnedFd.duplicateOf(original.fd(), "a cgroup").toDescriptor();
  }

  CgroupHandles handles() {
    return handles;
  }
}
