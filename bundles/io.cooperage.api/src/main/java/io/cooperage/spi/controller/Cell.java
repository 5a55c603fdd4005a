package io.cooperage.spi.controller;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.isolation.GuestFiles;
import io.cooperage.spi.kernel.BlockDevice;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.kernel.PidHandle;
import io.cooperage.spi.network.Attachment;
import io.cooperage.spi.network.NetworkNamespace;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One running CT as a controller sees it. Valid during the call that it was handed to, and until
 * the watch that it was handed to is closed. Safe for any thread.
 */
@ProviderType
public interface Cell {
  ContainerId id();

  IdMap idMap();

  /**
   * The group that holds the CT's limits for a subsystem, above the CT's own cgroup-namespace root.
   *
   * @throws io.cooperage.api.error.ContainerException UNSUPPORTED if the host lacks the subsystem
   */
  CgroupDirectory cgroup(Subsystem subsystem);

  /** Whether the host has the subsystem. */
  boolean has(Subsystem subsystem);

  /** The CT's own disk; empty if its storage has none. */
  Optional<BlockDevice> disk();

  /**
   * Devices that the CT reads beside its own disk, and other CTs too: where its template's image
   * lies. A rule on one of them must be for the CT's own group alone.
   */
  default List<BlockDevice> sharedDisks() {
    return List.of();
  }

  List<Attachment> attachments();

  Optional<NetworkNamespace> net();

  Optional<PidHandle> init();

  GuestFiles files();
}
