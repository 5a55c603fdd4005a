package io.cooperage.testing.controller;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.isolation.GuestFiles;
import io.cooperage.spi.kernel.BlockDevice;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.kernel.PidHandle;
import io.cooperage.spi.network.Attachment;
import io.cooperage.spi.network.NetworkNamespace;
import io.cooperage.testing.fake.MemoryGuestFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A CT that consists of its control groups, real or simulated, and of what a test adds.
 *
 * @param groups the limit group of each subsystem that the host has
 * @param disk the CT's own disk
 * @param sharedDisks devices that it reads beside
 * @param init the CT's init
 */
public record TestCell(
    ContainerId id,
    Map<Subsystem, CgroupDirectory> groups,
    Optional<BlockDevice> disk,
    List<BlockDevice> sharedDisks,
    Optional<PidHandle> init)
    implements Cell {
  /** Copies the groups. */
  public TestCell {
    groups = Map.copyOf(groups);
    sharedDisks = List.copyOf(sharedDisks);
  }

  /** A CT of groups alone. */
  public TestCell(ContainerId id, Map<Subsystem, CgroupDirectory> groups) {
    this(id, groups, Optional.empty(), List.of(), Optional.empty());
  }

  /** A new CT with these groups. */
  public static TestCell of(Map<Subsystem, ? extends CgroupDirectory> groups) {
    return new TestCell(ContainerId.random(), Map.copyOf(groups));
  }

  /** The same with a disk. */
  public TestCell withDisk(BlockDevice device) {
    return new TestCell(id, groups, Optional.of(device), sharedDisks, init);
  }

  /** The same with an init. */
  public TestCell withInit(PidHandle process) {
    return new TestCell(id, groups, disk, sharedDisks, Optional.of(process));
  }

  /** The same with one device that it shares with others. */
  public TestCell withSharedDisk(BlockDevice device) {
    return new TestCell(id, groups, disk, List.of(device), init);
  }

  @Override
  public IdMap idMap() {
    return new IdMap(1_000_000, 65_536);
  }

  @Override
  public CgroupDirectory cgroup(Subsystem subsystem) {
    CgroupDirectory group = groups.get(subsystem);
    if (group == null) {
      throw new ContainerException(
          ErrorCode.UNSUPPORTED, "CT " + id + ": this host has no subsystem " + subsystem);
    }
    return group;
  }

  @Override
  public boolean has(Subsystem subsystem) {
    return groups.containsKey(subsystem);
  }

  @Override
  public List<Attachment> attachments() {
    return List.of();
  }

  @Override
  public Optional<NetworkNamespace> net() {
    return Optional.empty();
  }

  @Override
  public GuestFiles files() {
    return new MemoryGuestFiles(new ConcurrentHashMap<>());
  }
}
