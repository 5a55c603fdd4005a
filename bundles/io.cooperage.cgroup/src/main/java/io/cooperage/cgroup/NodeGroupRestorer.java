package io.cooperage.cgroup;

import io.cooperage.api.node.HostChange;
import io.cooperage.spi.node.HostRestorer;
import io.cooperage.spi.node.NodeEnvironment;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Removes the node's groups; those that another node still uses stay. */
@Component
public final class NodeGroupRestorer implements HostRestorer {
  private final List<ContainerGroups> hierarchies;

  @Activate
  public NodeGroupRestorer(@Reference NodeEnvironment node) {
    this(HostHierarchies.of(node.cgroupParent()).groups());
  }

  NodeGroupRestorer(List<ContainerGroups> hierarchies) {
    this.hierarchies = List.copyOf(hierarchies);
  }

  @Override
  public String kind() {
    return HostHierarchies.KIND;
  }

  @Override
  public void restore(HostChange change) {
    hierarchies.forEach(h -> h.node().remove());
    if (change.key().equals(HostHierarchies.ROOT_KEY)) {
      hierarchies.stream()
          .map(ContainerGroups::hierarchy)
          .filter(Hierarchy::unified)
          .forEach(h -> takeBack(h, change.after()));
    }
  }

  /** Somebody else's groups may rely on the controllers by now; then they stay. */
  private static void takeBack(Hierarchy unified, String controllers) {
    if (!GroupWalk.names(unified.mount()).isEmpty()) {
      return;
    }
    GroupFiles root = new GroupFiles(unified, "");
    List<String> enabled = List.of(root.read(HostHierarchies.ROOT_KEY).split("\\s+", -1));
    for (String controller : controllers.split("\\s+", -1)) {
      if (enabled.contains(controller)) {
        root.write(HostHierarchies.ROOT_KEY, "-" + controller);
      }
    }
  }
}
