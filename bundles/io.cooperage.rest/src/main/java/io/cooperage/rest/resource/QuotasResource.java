package io.cooperage.rest.resource;

import io.cooperage.api.container.ContainerService;
import io.cooperage.api.parameter.ValueType;
import io.cooperage.api.parameter.ValueTypes;
import io.cooperage.api.quota.QuotaLimits;
import io.cooperage.api.quota.QuotaOwner;
import io.cooperage.api.quota.QuotaService;
import io.cooperage.rest.http.Exchange;
import io.cooperage.rest.http.Resource;
import io.cooperage.rest.http.Route;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code /1.0/containers/{ref}/quotas}: what users and groups of a container may store. */
@Component(service = Resource.class)
public final class QuotasResource implements Resource {
  private static final String QUOTAS = "/1.0/containers/{ref}/quotas";
  private static final long LAST_ID = 4_294_967_294L;

  private final ContainerService containers;
  private final QuotaService quotas;

  @Activate
  public QuotasResource(@Reference ContainerService containers, @Reference QuotaService quotas) {
    this.containers = containers;
    this.quotas = quotas;
  }

  /** Limits; what is absent is no limit. */
  record LimitsBody(long softSpace, long hardSpace, long softFiles, long hardFiles) {
    QuotaLimits limits() {
      try {
        return new QuotaLimits(softSpace, hardSpace, softFiles, hardFiles);
      } catch (IllegalArgumentException e) {
        throw Exchange.bad("limits", "", e.getMessage());
      }
    }
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
            QUOTAS,
            x -> x.json(quotas.report(ContainerLookup.get(containers, x.onlyQuery()).id()))),
        Route.put(QUOTAS + "/{owner}/{id}", this::set));
  }

  private void set(Exchange x) throws IOException {
    QuotaOwner owner = read("owner", x.path("owner"), ValueTypes.word(QuotaOwner.class));
    long id = read("id", x.path("id"), ValueTypes.integer(0, LAST_ID));
    QuotaLimits limits = x.onlyQuery().body(LimitsBody.class).limits();
    quotas.set(ContainerLookup.get(containers, x).id(), owner, id, limits);
    x.noContent();
  }

  private static <T> T read(String subject, String text, ValueType<T> type) {
    try {
      return type.parse(text);
    } catch (IllegalArgumentException e) {
      throw Exchange.bad(subject, text, e.getMessage());
    }
  }
}
