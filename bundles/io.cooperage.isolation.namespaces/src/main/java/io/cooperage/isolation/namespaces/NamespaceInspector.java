package io.cooperage.isolation.namespaces;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.isolation.IsolationGrade;
import io.cooperage.api.isolation.IsolationLayer;
import io.cooperage.isolation.namespaces.inspect.Inspection;
import io.cooperage.isolation.namespaces.inspect.ProcessView;
import io.cooperage.linux.LinuxException;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.isolation.IsolationInspector;
import io.cooperage.spi.isolation.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Looks at CTs of {@link NamespaceIsolation}. */
@Component(service = IsolationInspector.class)
public final class NamespaceInspector implements IsolationInspector {
  @Override
  public String kind() {
    return NamespaceIsolation.KIND;
  }

  /** The process is looked at again afterwards, so that a reused pid cannot pass. */
  @Override
  public List<IsolationLayer> inspect(Sandbox sandbox, Cell cell) {
    ProcessView init = ProcessView.of(sandbox.init().pid());
    try {
      String policy = Chosen.of(sandbox.properties()).policy();
      int tried = Chosen.filtersOnTrial(sandbox.properties());
      List<IsolationLayer> all =
          new ArrayList<>(new Inspection(init, ProcessView.ofNode(), cell).layers(policy, tried));
      Chosen.missed(sandbox.properties()).map(NamespaceInspector::missed).ifPresent(all::add);
      all.addAll(opened(sandbox));
      if (!Custody.lives(sandbox.init())) {
        throw new ContainerException(
            ErrorCode.NOT_RUNNING, "container " + sandbox.container() + " does not run");
      }
      return all;
    } catch (LinuxException e) {
      throw Failures.of("inspecting container " + sandbox.container(), e);
    }
  }

  private static IsolationLayer missed(String policy) {
    return IsolationLayer.off(
        "trial of " + policy,
        IsolationGrade.STRONG,
        "not tried: the policy was not there when the container was started",
        "it is tried from the next start on");
  }

  /** Those that it was launched with, whatever is stored for the next start. */
  private static List<IsolationLayer> opened(Sandbox sandbox) {
    return Chosen.of(sandbox.properties()).features().stream()
        .map(Feature::find)
        .flatMap(Optional::stream)
        .sorted()
        .map(NamespaceInspector::layer)
        .toList();
  }

  private static IsolationLayer layer(Feature feature) {
    IsolationGrade grade = feature.opens() ? IsolationGrade.GOOD : IsolationGrade.STRONG;
    return new IsolationLayer(
        "feature " + feature.word(),
        IsolationLayer.State.ON,
        grade,
        "opened at launch",
        feature.cost());
  }
}
