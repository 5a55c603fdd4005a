package io.cooperage.core.lifecycle;

import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.isolation.IsolationGrade;
import io.cooperage.api.isolation.IsolationLayer;
import io.cooperage.api.isolation.IsolationReport;
import io.cooperage.api.isolation.IsolationService;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Leases;
import io.cooperage.core.provider.Offer;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.isolation.IsolationInspector;
import io.cooperage.spi.isolation.IsolationProvider;
import io.cooperage.spi.isolation.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports on isolation for the fronts, by whoever launched the CT. */
@Component(service = IsolationService.class)
public final class IsolationEngine implements IsolationService {
  private static final Logger LOG = LoggerFactory.getLogger(IsolationEngine.class);

  private final EngineRoom room;

  /** Called by the framework. */
  @Activate
  public IsolationEngine(@Reference EngineRoom room) {
    this.room = room;
  }

  @Override
  public IsolationReport report(ContainerRef ref) {
    LiveContainer live = room.need(ref);
    Sandbox sandbox = GuestEntry.sandbox(live);
    Leases leases = room.parts().leases();
    Offer<IsolationProvider> provider = leases.need(Family.ISOLATION, sandbox.kind());
    Cell cell = room.lifecycle().readings().sampled(live);
    List<IsolationLayer> layers = new ArrayList<>();
    leases.offers(Family.INSPECTOR).stream()
        .filter(offer -> offer.kind().equals(sandbox.kind()))
        .forEach(offer -> layers.addAll(inspect(offer, provider, sandbox, cell)));
    layers.addAll(missing(provider.call(IsolationProvider::layers), layers));
    if (layers.isEmpty()) {
      throw new ContainerException(
          ErrorCode.UNSUPPORTED,
          "the isolation '" + sandbox.kind() + "' tells nothing of its containers");
    }
    return IsolationReport.of(live.id(), layers);
  }

  private static List<IsolationLayer> inspect(
      Offer<IsolationInspector> inspector,
      Offer<IsolationProvider> provider,
      Sandbox sandbox,
      Cell cell) {
    try {
      return inspector.call(i -> List.copyOf(i.inspect(sandbox, cell)));
    } catch (ContainerException e) {
      if (!provider.call(p -> p.alive(sandbox))) {
        throw new ContainerException(
            ErrorCode.NOT_RUNNING, "CT " + sandbox.container() + " does not run any more", "", e);
      }
      LOG.warn("{} does not tell of CT {}", inspector, sandbox.container(), e);
      return List.of(
          IsolationLayer.absent(
              inspector.serviceClass().getSimpleName(),
              IsolationGrade.WEAK,
              "it failed: " + e.getMessage(),
              "nobody knows what it looks at"));
    }
  }

  /** Layers that the kind has, and that none of those who were asked told of. */
  private static List<IsolationLayer> missing(Set<String> expected, List<IsolationLayer> found) {
    Set<String> missing = new TreeSet<>(expected);
    missing.removeAll(found.stream().map(IsolationLayer::name).collect(Collectors.toSet()));
    return missing.stream()
        .map(
            name ->
                IsolationLayer.absent(
                    name,
                    IsolationGrade.WEAK,
                    "nobody tells: what looks at it is not there or failed",
                    "nobody knows whether it holds; see 'ct node info'"))
        .toList();
  }
}
