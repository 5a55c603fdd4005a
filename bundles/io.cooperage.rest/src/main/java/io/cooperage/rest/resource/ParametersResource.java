package io.cooperage.rest.resource;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.parameter.ParameterCatalog;
import io.cooperage.api.parameter.ParameterInfo;
import io.cooperage.rest.http.Exchange;
import io.cooperage.rest.http.Resource;
import io.cooperage.rest.http.Route;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code /1.0/parameters}: what can be set on a container at this moment, for generic forms. */
@Component(service = Resource.class)
public final class ParametersResource implements Resource {
  private static final String ALL = "/1.0/parameters";
  private static final String ONE = "/1.0/parameters/{name}";

  private final ParameterCatalog catalog;

  @Activate
  public ParametersResource(@Reference ParameterCatalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(ALL, x -> x.onlyQuery().json(catalog.parameters())),
        Route.get(ONE, x -> x.json(get(x.onlyQuery()))),
        Route.get(
            ONE + "/values",
            x -> {
              String name = get(x.onlyQuery("prefix")).name();
              x.json(catalog.suggest(name, x.query("prefix").orElse("")));
            }));
  }

  private ParameterInfo get(Exchange x) {
    return catalog
        .find(x.path("name"))
        .orElseThrow(
            () ->
                new ContainerException(
                    ErrorCode.NO_CONTROLLER, "nobody owns a parameter " + x.path("name")));
  }
}
