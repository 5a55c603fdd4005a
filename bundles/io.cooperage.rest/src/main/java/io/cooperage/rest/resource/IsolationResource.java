package io.cooperage.rest.resource;

import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.isolation.IsolationService;
import io.cooperage.rest.http.Resource;
import io.cooperage.rest.http.Route;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code /1.0/containers/{ref}/isolation}: how well a running container is fenced in. */
@Component(service = Resource.class)
public final class IsolationResource implements Resource {
  private final ContainerService containers;
  private final IsolationService isolation;

  @Activate
  public IsolationResource(
      @Reference ContainerService containers, @Reference IsolationService isolation) {
    this.containers = containers;
    this.isolation = isolation;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
            "/1.0/containers/{ref}/isolation",
            x ->
                x.json(
                    isolation.report(
                        ContainerRef.of(ContainerLookup.get(containers, x.onlyQuery()).id())))));
  }
}
