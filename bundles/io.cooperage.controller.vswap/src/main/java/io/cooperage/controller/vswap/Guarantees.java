package io.cooperage.controller.vswap;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.cgroup.CgroupDirectory;
import java.util.HashSet;
import java.util.Set;

/**
 * Keeps the promises of memory on the node. A promise to one CT needs something of others: of the
 * groups above it on v2, of the groups beside it on v1.
 */
final class Guarantees {
  private final Set<ContainerId> holders = new HashSet<>();

  /** Sets what a CT is promised, in bytes; 0 is nothing. */
  synchronized void set(ContainerId id, CgroupDirectory group, long bytes) {
    Protection protection = Protection.of(group);
    boolean first = holders.isEmpty();
    if (bytes > 0) {
      holders.add(id);
      protection.promise(bytes, first);
    } else if (holders.remove(id)) {
      protection.end(holders.isEmpty());
    } else {
      protection.none(!holders.isEmpty());
    }
  }

  /** After a CT's stop. */
  synchronized void release(ContainerId id, CgroupDirectory group) {
    if (holders.remove(id)) {
      Protection.of(group).gone(holders.isEmpty());
    }
  }
}
