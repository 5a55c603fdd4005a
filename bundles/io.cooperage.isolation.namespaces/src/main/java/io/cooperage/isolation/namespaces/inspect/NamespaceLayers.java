package io.cooperage.isolation.namespaces.inspect;

import io.cooperage.api.isolation.IsolationGrade;
import io.cooperage.api.isolation.IsolationLayer;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import io.cooperage.linux.file.OpenCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Namespaces: a CT's own, or shared with the node. */
final class NamespaceLayers {
  /** {@code NS_GET_OWNER_UID} of ioctl_nsfs(2). */
  private static final int OWNER = 0xb704;

  /** A kind, and what a CT that shares it can do. */
  private record Kind(String file, String name, String cost) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("mnt", "mount namespace", "its mounts are the node's"),
          new Kind("pid", "process namespace", "it sees the node's processes"),
          new Kind("net", "network namespace", "it has the node's addresses and ports"),
          new Kind("ipc", "IPC namespace", "it reaches the node's shared memory and queues"),
          new Kind("uts", "host name namespace", "it can rename the node"),
          new Kind("cgroup", "cgroup namespace", "it sees the node's groups"),
          new Kind("time", "time namespace", "its uptime is the node's"));

  private static final String USER = "user namespace";
  private static final String BUDGETS = "inotify and keys";

  static final List<String> NAMES =
      Stream.concat(Stream.of(USER, BUDGETS), KINDS.stream().map(Kind::name)).toList();

  private final ProcessView init;
  private final ProcessView node;

  NamespaceLayers(ProcessView init, ProcessView node) {
    this.init = init;
    this.node = node;
  }

  /** Whether the CT has its own user namespace. */
  boolean unprivileged() {
    Optional<Long> own = init.namespace("user");
    return own.isPresent() && !own.equals(node.namespace("user"));
  }

  List<IsolationLayer> layers() {
    List<IsolationLayer> all = new ArrayList<>();
    all.add(user());
    all.add(budgets());
    KINDS.forEach(kind -> all.add(layer(kind)));
    return all;
  }

  private IsolationLayer user() {
    return unprivileged()
        ? IsolationLayer.on(
            USER, "ids inside, on the host, number: " + String.join("; ", init.uidMap()))
        : IsolationLayer.off(
            USER,
            IsolationGrade.TRUSTED,
            "the node's",
            "its root is the host's root: masks, groups and filters only hinder it");
  }

  /** The kernel counts these for whom the user namespace belongs to. */
  private IsolationLayer budgets() {
    if (!unprivileged()) {
      return IsolationLayer.off(
          BUDGETS,
          IsolationGrade.WEAK,
          "counted for the host's root",
          "it can use up what the node's own services need");
    }
    long owner = owner();
    boolean own = init.uidMap().stream().anyMatch(range -> holds(range, owner));
    return own
        ? IsolationLayer.on(BUDGETS, "counted for uid " + owner + ", its own")
        : IsolationLayer.off(
            BUDGETS,
            IsolationGrade.WEAK,
            "counted for uid " + owner,
            "it can use up what others of that uid need");
  }

  private static boolean holds(String range, long id) {
    String[] parts = range.split(" ", -1);
    long first = Long.parseLong(parts[1]);
    return id >= first && id < first + Long.parseLong(parts[2]);
  }

  private long owner() {
    try (OwnedFd namespace = OpenCalls.open(init.folder().resolve("ns/user"));
        Scratch scratch = new Scratch()) {
      Scratch.Block uid = scratch.block(Integer.BYTES);
      Kernel.call(Syscall.IOCTL, "NS_GET_OWNER_UID", namespace.fd(), OWNER, uid.address());
      return Integer.toUnsignedLong(uid.bytes().getInt(0));
    }
  }

  private IsolationLayer layer(Kind kind) {
    Optional<Long> own = init.namespace(kind.file);
    IsolationGrade without = kind.file.equals("time") ? IsolationGrade.GOOD : IsolationGrade.WEAK;
    if (own.isEmpty()) {
      return IsolationLayer.absent(kind.name, without, "not in this kernel", kind.cost);
    }
    return own.equals(node.namespace(kind.file))
        ? IsolationLayer.off(kind.name, without, "the node's", kind.cost)
        : IsolationLayer.on(kind.name, "its own, " + own.get());
  }
}
