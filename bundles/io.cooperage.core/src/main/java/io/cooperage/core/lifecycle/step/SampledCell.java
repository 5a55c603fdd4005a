package io.cooperage.core.lifecycle.step;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A cell that lives for many samples of one CT: it asks for each group once, since every question
 * to the cgroup provider is a call of its own. To be thrown away when that provider changes.
 */
final class SampledCell implements Cell {
  private final Cell cell;
  private final Map<Subsystem, Optional<CgroupDirectory>> groups = new ConcurrentHashMap<>();

  SampledCell(Cell cell) {
    this.cell = cell;
  }

  @Override
  public ContainerId id() {
    return cell.id();
  }

  @Override
  public IdMap idMap() {
    return cell.idMap();
  }

  @Override
  public CgroupDirectory cgroup(Subsystem subsystem) {
    return group(subsystem).orElseGet(() -> cell.cgroup(subsystem));
  }

  @Override
  public boolean has(Subsystem subsystem) {
    return group(subsystem).isPresent();
  }

  private Optional<CgroupDirectory> group(Subsystem subsystem) {
    return groups.computeIfAbsent(
        subsystem, s -> cell.has(s) ? Optional.of(cell.cgroup(s)) : Optional.empty());
  }

  @Override
  public Optional<BlockDevice> disk() {
    return cell.disk();
  }

  @Override
  public List<BlockDevice> sharedDisks() {
    return cell.sharedDisks();
  }

  @Override
  public List<Attachment> attachments() {
    return cell.attachments();
  }

  @Override
  public Optional<NetworkNamespace> net() {
    return cell.net();
  }

  @Override
  public Optional<PidHandle> init() {
    return cell.init();
  }

  @Override
  public GuestFiles files() {
    return cell.files();
  }
}
