package io.cooperage.isolation.namespaces;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileType;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.ResolveFlag;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.mount.MountAttribute;
import io.cooperage.linux.mount.MountCalls;
import io.cooperage.linux.mount.MountChange;
import io.cooperage.linux.mount.UserNamespaceSource;
import io.cooperage.spi.cgroup.CgroupHandles;
import io.cooperage.spi.isolation.IsolationPolicy.Rules;
import io.cooperage.spi.isolation.LaunchRequest;
import io.cooperage.spi.kernel.Descriptor;
import io.cooperage.spi.kernel.HostMount;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.supervisor.LaunchPlan;
import io.cooperage.supervisor.MountPoint;
import io.cooperage.supervisor.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Composes what a CT's init does before it becomes the template's init program. */
final class InitPlan {
  private static final Set<MountAttribute> NOTHING_SPECIAL =
      EnumSet.of(MountAttribute.NO_SETUID, MountAttribute.NO_DEVICES, MountAttribute.NO_EXEC);
  private static final Set<MountAttribute> NO_TRICKS =
      EnumSet.of(MountAttribute.NO_SETUID, MountAttribute.NO_DEVICES);
  private static final int TTY_GROUP = 5;
  private static final int CONSOLE_MODE = 0620;

  private final LaunchRequest request;
  private final Rules rules;
  private final FeatureSet features;
  private final UserNamespaceSource userNamespaces;
  private final LaunchPlan plan;

  InitPlan(
      LaunchRequest request, Rules rules, FeatureSet features, UserNamespaceSource userNamespaces) {
    this.request = request;
    this.rules = rules;
    this.features = features;
    this.userNamespaces = userNamespaces;
    this.plan = new LaunchPlan(request.container().toString());
  }

  /** The whole plan; it owns copies of the descriptors that it needs. */
  LaunchPlan compose() {
    try {
      IdMap map = request.idMap();
      joinCgroups(plan, request.cgroups());
      StandardLimits.add(plan);
      plan.oomScore(0).namespaces(Namespaces.cloned(map));
      if (!map.privileged()) {
        plan.owner(map.base(), map.base()).idMaps(Namespaces.ranges(map), Namespaces.ranges(map));
      }
      plan.console(map.base(), map.base() + TTY_GROUP, CONSOLE_MODE);
      plan.root(OwnedFd.duplicateOf(request.root().fd(), "the root of " + request.container()));
      mountKernelFileSystems();
      mountDevices();
      mountRun();
      mountUncovered();
      request.folders().forEach(this::mountBeside);
      request.mounts().forEach(this::mountFromHost);
      plan.hostname(request.hostname());
      rules.maskedPaths().forEach(plan::mask);
      rules.readOnlyPaths().forEach(plan::readOnly);
      plan.pivot();
      Confinement.add(plan, rules);
      plan.umask(022).arguments(request.template().init());
      environment();
      return plan;
    } catch (RuntimeException e) {
      plan.close();
      throw e;
    }
  }

  static void joinCgroups(Plan<?> plan, CgroupHandles handles) {
    for (Descriptor processes : handles.v1()) {
      plan.cgroup(OwnedFd.duplicateOf(processes.fd(), "a cgroup"));
    }
    handles
        .v2()
        .ifPresent(
            folder -> {
              try (OwnedFd copy = OwnedFd.duplicateOf(folder.fd(), "the unified cgroup")) {
                plan.cgroup(OpenCalls.openAt(copy, "cgroup.procs", 0, OpenFlag.WRITE_ONLY));
              }
            });
  }

  /** proc comes first: the clocks and everything else that is written through /proc need it. */
  private void mountKernelFileSystems() {
    plan.mount("proc", "/proc", "", NOTHING_SPECIAL);
    plan.clocks(0, 0);
    plan.mount("sysfs", "/sys", "", sysfs());
    if (request.cgroups().v2().isPresent()) {
      plan.mount("cgroup2", "/sys/fs/cgroup", "", NOTHING_SPECIAL);
    }
  }

  private static Set<MountAttribute> sysfs() {
    Set<MountAttribute> readOnly = EnumSet.copyOf(NOTHING_SPECIAL);
    readOnly.add(MountAttribute.READ_ONLY);
    return readOnly;
  }

  private void mountDevices() {
    plan.mount(
        "tmpfs",
        "/dev",
        "mode=0755,size=512k,nr_inodes=4096",
        EnumSet.of(MountAttribute.NO_SETUID, MountAttribute.NO_EXEC));
    HostNodes.add(plan);
    plan.mount(
        "devpts",
        "/dev/pts",
        "newinstance,ptmxmode=0666,mode=0620,gid=" + TTY_GROUP + ",max=1024",
        EnumSet.of(MountAttribute.NO_SETUID, MountAttribute.NO_EXEC));
    plan.mount("tmpfs", "/dev/shm", "mode=1777", NO_TRICKS);
    plan.mount("mqueue", "/dev/mqueue", "", NOTHING_SPECIAL);
    plan.symlink("/dev/ptmx", "pts/ptmx")
        .symlink("/dev/fd", "/proc/self/fd")
        .symlink("/dev/stdin", "/proc/self/fd/0")
        .symlink("/dev/stdout", "/proc/self/fd/1")
        .symlink("/dev/stderr", "/proc/self/fd/2");
    plan.consoleAt("/dev/console");
  }

  private void mountRun() {
    plan.mount("tmpfs", "/run", "mode=0755", NO_TRICKS);
    if (features.on().contains(Feature.MIGRATABLE)) {
      MigratableRun.add(plan);
    }
  }

  /**
   * A namespace made inside may mount its own /proc and /sys only if it sees one of each that
   * nothing covers (since Linux 3.8; mount_too_revealing). Where the policy covers something on
   * purpose, as for a privileged CT, it shall not.
   */
  private void mountUncovered() {
    boolean open =
        !request.idMap().privileged()
            && rules.maskedPaths().isEmpty()
            && rules.readOnlyPaths().isEmpty();
    if (open
        && request.mounts().stream().map(HostMount::target).anyMatch(InitPlan::coversKernelFiles)) {
      plan.mount("proc", "/dev/.cooperage/proc", "", NOTHING_SPECIAL);
      plan.mount("sysfs", "/dev/.cooperage/sys", "", sysfs());
    }
  }

  private static boolean coversKernelFiles(String target) {
    return target.startsWith("/proc/") || target.startsWith("/sys/");
  }

  private void mountBeside(String path, Descriptor folder) {
    plan.move(OwnedFd.duplicateOf(folder.fd(), path), path, MountPoint.FOLDER);
  }

  private void mountFromHost(HostMount mount) {
    boolean folder;
    OwnedFd tree;
    try (OwnedFd source = source(mount)) {
      folder = StatusCalls.status(source).type() == FileType.DIRECTORY;
      tree = MountCalls.cloneTree(source, false);
    }
    MountChange change = MountChange.none().set(attributes(mount));
    boolean map = mount.idmapped() && !request.idMap().privileged();
    try (OwnedFd namespace = map ? userNamespace() : null) {
      MountCalls.change(tree, map ? change.idMap(namespace) : change, false);
    } catch (RuntimeException e) {
      tree.close();
      throw e;
    }
    plan.move(tree, mount.target(), folder ? MountPoint.FOLDER : MountPoint.FILE);
  }

  /**
   * Follows no link: whoever shares a folder above the source could have put one there, and would
   * get any folder of the host as its own.
   */
  private static OwnedFd source(HostMount mount) {
    try (OwnedFd top = OpenCalls.open(Path.of("/"), OpenFlag.PATH, OpenFlag.DIRECTORY)) {
      return OpenCalls.openResolved(
          top, mount.source(), 0, Set.of(ResolveFlag.NO_SYMLINKS), OpenFlag.PATH);
    } catch (LinuxException e) {
      throw new ContainerException(
          ErrorCode.BAD_VALUE,
          "cannot mount the host's " + mount.source() + ": " + e.getMessage(),
          e.is(Errno.ELOOP) ? "name its real path, without a symbolic link" : "",
          e);
    }
  }

  private OwnedFd userNamespace() {
    IdMap map = request.idMap();
    return userNamespaces.create(Namespaces.ranges(map), Namespaces.ranges(map), map.base());
  }

  private static MountAttribute[] attributes(HostMount mount) {
    List<MountAttribute> attributes = new ArrayList<>();
    if (mount.readOnly()) {
      attributes.add(MountAttribute.READ_ONLY);
    }
    // A device node in a shared folder must never work in a CT.
    attributes.add(MountAttribute.NO_DEVICES);
    if (mount.flags().contains("nosuid")) {
      attributes.add(MountAttribute.NO_SETUID);
    }
    if (mount.flags().contains("noexec")) {
      attributes.add(MountAttribute.NO_EXEC);
    }
    return attributes.toArray(MountAttribute[]::new);
  }

  private void environment() {
    plan.environment("container", "cooperage");
    plan.environment("container_uuid", request.container().toString());
    plan.environment("TERM", "linux");
    plan.environment("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    request.template().environment().forEach(plan::environment);
  }
}
