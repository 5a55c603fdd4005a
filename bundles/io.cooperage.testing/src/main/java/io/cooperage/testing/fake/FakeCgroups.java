package io.cooperage.testing.fake;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.CgroupHandles;
import io.cooperage.spi.cgroup.CgroupProvider;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.kernel.IdMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Control groups in memory. */
public final class FakeCgroups implements CgroupProvider {
  private final Map<ContainerId, Map<Subsystem, MemoryCgroupDirectory>> groups =
      new ConcurrentHashMap<>();
  private final Faults faults = new Faults();
  private volatile Consumer<ContainerId> onKill = id -> {};

  /** Calls that can fail: create, remove, killAll, initHandles. */
  public Faults faults() {
    return faults;
  }

  void onKill(Consumer<ContainerId> action) {
    onKill = action;
  }

  /** As a reboot does. */
  public void reboot() {
    groups.clear();
  }

  @Override
  public String kind() {
    return "v2";
  }

  @Override
  public Optional<Integer> version(Subsystem subsystem) {
    return subsystem == Subsystem.DEVICES ? Optional.empty() : Optional.of(2);
  }

  @Override
  public void create(ContainerId id, IdMap idMap) {
    faults.check("create");
    groups.computeIfAbsent(id, i -> new ConcurrentHashMap<>());
  }

  @Override
  public Set<Subsystem> subsystems(ContainerId id) {
    return EnumSet.complementOf(EnumSet.of(Subsystem.DEVICES));
  }

  @Override
  public CgroupDirectory directory(ContainerId id, Subsystem subsystem) {
    return groups
        .computeIfAbsent(id, i -> new ConcurrentHashMap<>())
        .computeIfAbsent(subsystem, s -> new MemoryCgroupDirectory(s + ":/fake/" + id));
  }

  @Override
  public CgroupHandles initHandles(ContainerId id) {
    faults.check("initHandles");
    return new CgroupHandles(List.of(), Optional.empty());
  }

  @Override
  public CgroupHandles execHandles(ContainerId id) {
    return new CgroupHandles(List.of(), Optional.empty());
  }

  @Override
  public List<Integer> processes(ContainerId id) {
    return List.of();
  }

  @Override
  public void killAll(ContainerId id) {
    faults.check("killAll");
    onKill.accept(id);
  }

  @Override
  public void remove(ContainerId id) {
    faults.check("remove");
    groups.remove(id);
  }

  @Override
  public List<ContainerId> present() {
    return groups.keySet().stream().sorted().toList();
  }
}
