package io.cooperage.firewall.nftables;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.isolation.GuestFiles;
import io.cooperage.spi.kernel.BlockDevice;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.kernel.PidHandle;
import io.cooperage.spi.network.Attachment;
import io.cooperage.spi.network.NetworkNamespace;
import io.cooperage.testing.controller.TestCell;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A CT that consists of its network devices. */
record WiredCell(TestCell base, List<Attachment> attachments) implements Cell {
  static WiredCell of(String... hostDevices) {
    return new WiredCell(
        TestCell.of(Map.of()),
        Stream.of(hostDevices)
            .map(device -> new Attachment("test", "eth0", device, "", Map.of()))
            .toList());
  }

  @Override
  public ContainerId id() {
    return base.id();
  }

  @Override
  public IdMap idMap() {
    return base.idMap();
  }

  @Override
  public CgroupDirectory cgroup(Subsystem subsystem) {
    return base.cgroup(subsystem);
  }

  @Override
  public boolean has(Subsystem subsystem) {
    return base.has(subsystem);
  }

  @Override
  public Optional<BlockDevice> disk() {
    return base.disk();
  }

  @Override
  public Optional<NetworkNamespace> net() {
    return base.net();
  }

  @Override
  public Optional<PidHandle> init() {
    return base.init();
  }

  @Override
  public GuestFiles files() {
    return base.files();
  }
}
