package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.isolation.GuestFiles;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.spi.kernel.BlockDevice;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.kernel.PidHandle;
import io.cooperage.spi.network.Attachment;
import io.cooperage.spi.network.NetworkNamespace;
import io.cooperage.spi.store.RuntimeRecord;
import java.util.List;
import java.util.Optional;

/** One CT as its controllers see it; everything is looked up when it is asked for. */
final class RunningCell implements Cell {
  private final EngineParts parts;
  private final LiveContainer live;

  RunningCell(EngineParts parts, LiveContainer live) {
    this.parts = parts;
    this.live = live;
  }

  @Override
  public ContainerId id() {
    return live.id();
  }

  @Override
  public IdMap idMap() {
    return live.record().idMap();
  }

  @Override
  public CgroupDirectory cgroup(Subsystem subsystem) {
    if (!has(subsystem)) {
      throw new ContainerException(
          ErrorCode.UNSUPPORTED, "this host has no cgroup subsystem " + subsystem);
    }
    return parts.leases().call(Family.CGROUP, "", c -> c.directory(live.id(), subsystem));
  }

  @Override
  public boolean has(Subsystem subsystem) {
    return parts.leases().call(Family.CGROUP, "", c -> c.version(subsystem)).isPresent();
  }

  @Override
  public Optional<BlockDevice> disk() {
    return live.record()
        .volume()
        .flatMap(v -> parts.leases().call(Family.STORAGE, v.kind(), s -> s.device(v)));
  }

  @Override
  public List<BlockDevice> sharedDisks() {
    return live.record()
        .volume()
        .map(v -> parts.leases().call(Family.STORAGE, v.kind(), s -> s.sharedDevices(v)))
        .orElse(List.of());
  }

  @Override
  public List<Attachment> attachments() {
    return live.runtime().map(RuntimeRecord::attachments).orElse(List.of());
  }

  @Override
  public Optional<NetworkNamespace> net() {
    return sandbox()
        .flatMap(s -> parts.leases().call(Family.ISOLATION, s.kind(), i -> i.network(s)));
  }

  private Optional<Sandbox> sandbox() {
    return live.runtime().map(RuntimeRecord::sandbox);
  }

  @Override
  public Optional<PidHandle> init() {
    return sandbox().map(Sandbox::init);
  }

  @Override
  public GuestFiles files() {
    Sandbox sandbox =
        sandbox()
            .orElseThrow(
                () -> new ContainerException(ErrorCode.NOT_RUNNING, "CT " + live + " is down"));
    return parts.leases().call(Family.ISOLATION, sandbox.kind(), i -> i.files(sandbox, idMap()));
  }
}
