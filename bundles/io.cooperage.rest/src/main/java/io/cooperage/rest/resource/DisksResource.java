package io.cooperage.rest.resource;

import io.cooperage.api.disk.DiskService;
import io.cooperage.rest.http.Exchange;
import io.cooperage.rest.http.Resource;
import io.cooperage.rest.http.Route;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code /1.0/containers/{ref}/check} and {@code .../compact}. */
@Component(service = Resource.class)
public final class DisksResource implements Resource {
  private static final String CHECK = "/1.0/containers/{ref}/check";

  private final DiskService disks;

  @Activate
  public DisksResource(@Reference DiskService disks) {
    this.disks = disks;
  }

  /** How a disk shall be checked; every field may be absent. */
  record CheckBody(boolean repair) {}

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(CHECK, x -> x.json(disks.checked(x.onlyQuery().container()))),
        Route.post(CHECK, this::check),
        Route.post(
            "/1.0/containers/{ref}/compact",
            x -> x.accepted(disks.compact(x.onlyQuery().container()))));
  }

  private void check(Exchange x) throws IOException {
    boolean repair = x.onlyQuery().body(CheckBody.class).repair();
    x.accepted(disks.check(x.container(), repair));
  }
}
