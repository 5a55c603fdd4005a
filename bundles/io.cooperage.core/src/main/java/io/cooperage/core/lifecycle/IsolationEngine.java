package io.cooperage.core.lifecycle;

import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.isolation.IsolationLayer;
import io.cooperage.api.isolation.IsolationReport;
import io.cooperage.api.isolation.IsolationService;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Leases;
import io.cooperage.core.provider.Offer;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.isolation.IsolationInspector;
import io.cooperage.spi.isolation.Sandbox;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Reports on isolation for the fronts, by whoever launched the CT. */
@Component(service = IsolationService.class)
public final class IsolationEngine implements IsolationService {
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
    Cell cell = room.lifecycle().readings().sampled(live);
    List<IsolationLayer> layers =
        inspectors(sandbox).stream()
            .flatMap(inspector -> inspector.call(i -> i.inspect(sandbox, cell)).stream())
            .toList();
    return IsolationReport.of(live.id(), layers);
  }

  private List<Offer<IsolationInspector>> inspectors(Sandbox sandbox) {
    Leases leases = room.parts().leases();
    List<Offer<IsolationInspector>> all =
        leases.offers(Family.INSPECTOR).stream()
            .filter(offer -> offer.kind().equals(sandbox.kind()))
            .toList();
    if (all.isEmpty()) {
      leases.need(Family.ISOLATION, sandbox.kind());
      throw new ContainerException(
          ErrorCode.UNSUPPORTED,
          "the isolation '" + sandbox.kind() + "' tells nothing of its containers");
    }
    return all;
  }
}
