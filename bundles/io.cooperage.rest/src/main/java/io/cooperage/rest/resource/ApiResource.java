package io.cooperage.rest.resource;

import io.cooperage.rest.http.Exchange;
import io.cooperage.rest.http.Resource;
import io.cooperage.rest.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** {@code /1.0}: the API itself and its description. */
@Component(service = Resource.class)
public final class ApiResource implements Resource {
  private static final String DESCRIPTION = "/openapi.yaml";

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
            "/1.0",
            x -> x.onlyQuery().json(Map.of("api", "1.0", "description", "/1.0/openapi.yaml"))),
        Route.get("/1.0/openapi.yaml", ApiResource::describe));
  }

  private static void describe(Exchange x) throws IOException {
    x.onlyQuery();
    try (InputStream yaml = ApiResource.class.getResourceAsStream(DESCRIPTION)) {
      x.send(200, "application/yaml", yaml.readAllBytes());
    }
  }
}
