package io.cooperage.cgroup;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.CgroupHandles;
import io.cooperage.spi.cgroup.CgroupProvider;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.kernel.Descriptor;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.spi.node.HostLedger;
import io.cooperage.spi.node.NodeEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** One tree of groups per CT over whatever hierarchies there are. */
@Component
public final class CgroupTree implements CgroupProvider {
  private static final Duration KILL_LIMIT = Duration.ofSeconds(5);
  private static final Duration REMOVE_LIMIT = Duration.ofSeconds(2);

  private final List<ContainerGroups> hierarchies;
  private final Map<Subsystem, ContainerGroups> homes = new EnumMap<>(Subsystem.class);
  private final GroupKiller killer;
  private final AttachWarmUp warmUp;
  private final KeptFiles kept = KeptFiles.ofProcess();

  /** Prepares the node's groups, recording what that changes on the host. */
  @Activate
  public CgroupTree(@Reference NodeEnvironment node, @Reference HostLedger ledger) {
    this(HostHierarchies.of(node.cgroupParent()).prepare(ledger));
  }

  /** Takes hierarchies whose node groups are prepared. */
  CgroupTree(List<ContainerGroups> hierarchies) {
    this.hierarchies = List.copyOf(hierarchies);
    this.killer = new GroupKiller(hierarchies, KILL_LIMIT, true);
    this.warmUp = new AttachWarmUp(hierarchies.stream().map(ContainerGroups::hierarchy).toList());
    // v1 comes first in the list and wins: cpuacct and freezer exist in both on hybrid hosts.
    hierarchies.forEach(h -> h.node().subsystems().forEach(s -> homes.putIfAbsent(s, h)));
  }

  /** Closes the files that are kept open. */
  @Deactivate
  public void deactivate() {
    kept.close();
  }

  @Override
  public String kind() {
    boolean v1 = hierarchies.stream().anyMatch(h -> !h.hierarchy().unified());
    boolean v2 = hierarchies.stream().anyMatch(h -> h.hierarchy().unified());
    return v1 && v2 ? "hybrid" : v2 ? "v2" : "v1";
  }

  @Override
  public Optional<Integer> version(Subsystem subsystem) {
    return Optional.ofNullable(homes.get(subsystem)).map(h -> h.hierarchy().version());
  }

  @Override
  public void create(ContainerId id, IdMap idMap) {
    for (ContainerGroups h : hierarchies) {
      told(id, "make its control groups", () -> h.create(id.toString(), idMap));
    }
  }

  @Override
  public Set<Subsystem> subsystems(ContainerId id) {
    return Set.copyOf(homes.keySet());
  }

  @Override
  public CgroupDirectory directory(ContainerId id, Subsystem subsystem) {
    ContainerGroups home = homes.get(subsystem);
    if (home == null) {
      throw new ContainerException(
          ErrorCode.UNSUPPORTED,
          "CT " + id + ": this host has no control group subsystem " + subsystem,
          "see 'ct node doctor'");
    }
    return home.limits(id.toString(), kept);
  }

  @Override
  public void expectLaunch() {
    warmUp.begin();
  }

  @Override
  public CgroupHandles initHandles(ContainerId id) {
    return handles(id, ContainerGroups::initHandle);
  }

  @Override
  public CgroupHandles execHandles(ContainerId id) {
    return handles(id, ContainerGroups::execHandle);
  }

  private CgroupHandles handles(
      ContainerId id, BiFunction<ContainerGroups, String, Descriptor> open) {
    List<Descriptor> v1 = new ArrayList<>();
    Descriptor v2 = null;
    try {
      for (ContainerGroups h : hierarchies) {
        Descriptor handle = open.apply(h, id.toString());
        if (h.hierarchy().unified()) {
          v2 = handle;
        } else {
          v1.add(handle);
        }
      }
      return new CgroupHandles(v1, Optional.ofNullable(v2));
    } catch (LinuxException e) {
      new CgroupHandles(v1, Optional.ofNullable(v2)).close();
      if (e.is(Errno.ENOENT)) {
        throw new ContainerException(
            ErrorCode.NOT_RUNNING, "CT " + id + " has no control groups", "", e);
      }
      throw failure(id, "enter its control groups", e);
    }
  }

  @Override
  public List<Integer> processes(ContainerId id) {
    return List.copyOf(killer.processes(id.toString()));
  }

  @Override
  public void killAll(ContainerId id) {
    told(id, "kill its processes", () -> killer.kill(id.toString()));
  }

  @Override
  public void remove(ContainerId id) {
    Backoff backoff = new Backoff(REMOVE_LIMIT);
    List<ContainerGroups> left = new ArrayList<>(hierarchies);
    do {
      told(id, "remove its control groups", () -> left.removeIf(h -> h.remove(id.toString())));
    } while (!left.isEmpty() && backoff.pause());
    hierarchies.forEach(h -> kept.drop(h.limitGroup(id.toString()) + "/"));
    if (!left.isEmpty()) {
      throw new ContainerException(
          ErrorCode.BUSY,
          "CT "
              + id
              + ": "
              + left.get(0).limits(id.toString()).describe()
              + " is still in use: EBUSY",
          "stop the CT's processes " + processes(id));
    }
  }

  @Override
  public List<ContainerId> present() {
    Set<ContainerId> found = new TreeSet<>();
    for (ContainerGroups h : hierarchies) {
      for (String name : h.names()) {
        identity(name).ifPresent(found::add);
      }
    }
    return List.copyOf(found);
  }

  private static Optional<ContainerId> identity(String name) {
    try {
      return Optional.of(ContainerId.parse(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static void told(ContainerId id, String what, Runnable work) {
    try {
      work.run();
    } catch (LinuxException e) {
      throw failure(id, what, e);
    }
  }

  private static ContainerException failure(ContainerId id, String what, LinuxException e) {
    return new ContainerException(
        ErrorCode.KERNEL, "CT " + id + ": cannot " + what + ": " + e.getMessage(), "", e);
  }
}
