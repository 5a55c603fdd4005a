package io.cooperage.testing.front;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.isolation.IsolationLayer;
import io.cooperage.api.isolation.IsolationReport;
import io.cooperage.api.isolation.IsolationService;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The same layers for every running container. */
public final class FakeIsolationReports implements IsolationService {
  private final ContainerService containers;
  private final List<IsolationLayer> layers = new CopyOnWriteArrayList<>();

  public FakeIsolationReports(ContainerService containers) {
    this.containers = containers;
    finds(IsolationLayer.on("user namespace", "0 524288 65536"));
  }

  /** Adds a layer. */
  public void finds(IsolationLayer layer) {
    layers.add(layer);
  }

  @Override
  public IsolationReport report(ContainerRef ref) {
    Container container =
        containers
            .find(ref)
            .orElseThrow(
                () -> new ContainerException(ErrorCode.NO_SUCH_CONTAINER, "there is no " + ref));
    if (container.state() != ContainerState.RUNNING) {
      throw new ContainerException(ErrorCode.NOT_RUNNING, "CT " + ref + " does not run");
    }
    return IsolationReport.of(container.id(), layers);
  }
}
