package io.cooperage.isolation.namespaces.inspect;

import io.cooperage.api.isolation.IsolationGrade;
import io.cooperage.api.isolation.IsolationLayer;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.security.SecurityModule;
import io.cooperage.spi.controller.Cell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The layers of one CT that need no other bundle's knowledge, in the order of a report. */
public final class Inspection {
  /** Names of the layers that every report has, also of those that others tell of. */
  public static final Set<String> NAMES =
      Stream.of(
              NamespaceLayers.NAMES,
              PrivilegeLayers.NAMES,
              GroupLayers.NAMES,
              MountLayers.NAMES,
              ModuleLayers.NAMES)
          .flatMap(List::stream)
          .collect(Collectors.toUnmodifiableSet());

  private static final Path HOST = Path.of("/");

  private final ProcessView init;
  private final ProcessView node;
  private final Cell cell;

  /**
   * An inspection.
   *
   * @param init the CT's
   * @param node a process in the node's own namespaces
   */
  public Inspection(ProcessView init, ProcessView node, Cell cell) {
    this.init = init;
    this.node = node;
    this.cell = cell;
  }

  /**
   * Reads the kernel.
   *
   * @param policy name of the policy that it was launched with; empty if not known
   * @param tried how many of the filters that it was launched with only log
   * @throws LinuxException ENOENT or ESRCH if init has ended
   */
  public List<IsolationLayer> layers(String policy, int tried) {
    NamespaceLayers namespaces = new NamespaceLayers(init, node);
    boolean unprivileged = namespaces.unprivileged();
    List<IsolationLayer> all = new ArrayList<>(namespaces.layers());
    all.addAll(new PrivilegeLayers(init, unprivileged).layers(policy, tried));
    all.addAll(new GroupLayers(cell).layers());
    all.addAll(mounts(unprivileged));
    all.addAll(new ModuleLayers(init, node, SecurityModule.active(HOST), unprivileged).layers());
    return all;
  }

  /** The CT's owner must not be able to make the whole report fail. */
  private List<IsolationLayer> mounts(boolean unprivileged) {
    try {
      return new MountLayers(init, unprivileged).layers();
    } catch (LinuxException e) {
      if (!e.is(Errno.EFBIG)) {
        throw e;
      }
      return MountLayers.NAMES.stream()
          .map(
              name ->
                  IsolationLayer.absent(
                      name,
                      IsolationGrade.WEAK,
                      "a mount table too long to be read",
                      "it keeps much of the kernel's memory busy, and nobody knows what it has"))
          .toList();
    }
  }
}
