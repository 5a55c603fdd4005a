package io.cooperage.rest.resource;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.template.TemplateInfo;
import io.cooperage.api.template.TemplateService;
import io.cooperage.rest.http.Exchange;
import io.cooperage.rest.http.Resource;
import io.cooperage.rest.http.Route;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code /1.0/templates}. */
@Component(service = Resource.class)
public final class TemplatesResource implements Resource {
  private static final String ALL = "/1.0/templates";
  private static final String ONE = "/1.0/templates/{name}";

  private final TemplateService templates;

  @Activate
  public TemplatesResource(@Reference TemplateService templates) {
    this.templates = templates;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(ALL, x -> x.onlyQuery().json(templates.list())),
        Route.get(ONE, x -> x.json(get(x.onlyQuery()))),
        Route.post(ONE + "/build", x -> x.accepted(templates.build(get(x.onlyQuery()).name()))),
        Route.delete(ONE, x -> x.accepted(templates.delete(get(x.onlyQuery()).name()))));
  }

  private TemplateInfo get(Exchange x) {
    return templates
        .find(x.path("name"))
        .orElseThrow(
            () ->
                new ContainerException(
                    ErrorCode.NO_SUCH_TEMPLATE, "there is no template " + x.path("name")));
  }
}
