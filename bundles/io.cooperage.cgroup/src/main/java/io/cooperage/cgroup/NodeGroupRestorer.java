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
    for (ContainerGroups groups : hierarchies) {
      if (groups.hierarchy().unified()) {
        RootControllers root = new RootControllers(groups.hierarchy());
        root.takeBack();
        if (change.key().equals(RootControllers.FILE)) {
          root.takeBack(RootControllers.words(change.after()));
        }
      }
    }
  }
}
