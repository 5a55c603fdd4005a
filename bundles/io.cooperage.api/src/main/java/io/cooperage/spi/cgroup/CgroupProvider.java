package io.cooperage.spi.cgroup;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.kernel.IdMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes, finds and removes the groups of CTs. Stateless: everything follows from the CT's id, so
 * that it works after a restart. Idempotent throughout.
 */
@ConsumerType
public interface CgroupProvider {
  /** "v1", "v2" or "hybrid". */
  String kind();

  /** 1, 2, or empty if the host lacks the subsystem. */
  Optional<Integer> version(Subsystem subsystem);

  /**
   * Makes the CT's groups: the limit group, below it init's leaf, and in the unified hierarchy a
   * subtree owned by the CT's root.
   */
  void create(ContainerId id, IdMap idMap);

  Set<Subsystem> subsystems(ContainerId id);

  /** The limit group of a subsystem. */
  CgroupDirectory directory(ContainerId id, Subsystem subsystem);

  /**
   * Says that a launch is near: what the kernel needs time for before a process can enter a group
   * may begin now. Returns at once.
   */
  default void expectLaunch() {}

  /** Handles to start init in its leaf. */
  CgroupHandles initHandles(ContainerId id);

  /** Handles to start a program beside init; makes that leaf if needed. */
  CgroupHandles execHandles(ContainerId id);

  /** Pids on the host of every process in the CT, from the kernel. */
  List<Integer> processes(ContainerId id);

  /** Kills every process in the CT's groups and waits, at most 5 s, until they are empty. */
  void killAll(ContainerId id);

  /** Removes the CT's groups, deepest first; groups that are gone already are no error. */
  void remove(ContainerId id);

  /** CTs that have groups now, for adoption and for the collection of leftovers. */
  List<ContainerId> present();
}
