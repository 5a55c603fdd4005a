package io.cooperage.rest.resource;

import io.cooperage.api.container.ChangeReport;
import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerFilter;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerName;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.ContainerState;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.parameter.RawSetting;
import io.cooperage.rest.http.Exchange;
import io.cooperage.rest.http.Resource;
import io.cooperage.rest.http.Route;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code /1.0/containers}: listing, creation, change and removal. */
@Component(service = Resource.class)
public final class ContainersResource implements Resource {
  private static final String ALL = "/1.0/containers";
  private static final String ONE = "/1.0/containers/{ref}";

  private final ContainerService containers;

  @Activate
  public ContainersResource(@Reference ContainerService containers) {
    this.containers = containers;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(ALL, this::list),
        Route.post(
            ALL,
            x -> x.accepted(containers.create(x.onlyQuery().body(CreateBody.class).request()))),
        Route.get(ONE, this::one),
        Route.patch(ONE, this::change),
        Route.delete(ONE, this::destroy),
        Route.get(ONE + "/show", x -> x.onlyQuery().json(containers.show(x.container()))),
        Route.get(ONE + "/counters", x -> x.onlyQuery().json(containers.counters(x.container()))),
        Route.get("/1.0/samples", x -> x.onlyQuery().json(containers.samples())));
  }

  private void list(Exchange x) throws IOException {
    x.onlyQuery("recursion", "state", "label", "template");
    List<Container> all = containers.list(filter(x));
    if (x.number("recursion", 1, 0, 1) == 0) {
      x.json(all.stream().map(c -> ALL + "/" + c.id()).toList());
    } else {
      x.json(all);
    }
  }

  private static ContainerFilter filter(Exchange x) {
    Map<String, String> labels = new HashMap<>();
    String[] given = x.request().getParameterValues("label");
    for (String label : given == null ? new String[0] : given) {
      int equals = label.indexOf('=');
      if (equals < 1) {
        throw Exchange.bad("label", label, "must be KEY=VALUE");
      }
      labels.put(label.substring(0, equals), label.substring(equals + 1));
    }
    Optional<Set<ContainerState>> states = x.query("state").map(ContainersResource::state);
    return new ContainerFilter(states.orElse(Set.of()), labels, x.query("template"));
  }

  private static Set<ContainerState> state(String text) {
    try {
      return Set.of(ContainerState.valueOf(text.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw Exchange.bad("state", text, "is no state of a container");
    }
  }

  private void one(Exchange x) throws IOException {
    Container c = ContainerLookup.get(containers, x.onlyQuery());
    if (!x.knows(c.revision())) {
      x.json(c);
    }
  }

  private void change(Exchange x) throws IOException {
    ChangeRequestBody body = x.onlyQuery().body(ChangeRequestBody.class);
    List<RawSetting> settings = body.rawSettings();
    boolean sets = !settings.isEmpty() || !body.sampleName().isEmpty();
    if (!sets && !body.describes()) {
      throw Exchange.bad("body", "", "changes nothing");
    }
    ContainerLookup.unchanged(containers, x);
    body.newName().ifPresent(n -> requireFree(x, n));
    Map<String, Object> answer = new LinkedHashMap<>();
    if (sets) {
      answer.put(
          "report", report(containers.set(x.container(), settings, body.options(x.ifMatch()))));
    }
    if (body.describes() && !body.dryRun()) {
      containers.describe(x.container(), body.newName(), body.newLabels(), body.newDescription());
    }
    answer.put("container", afterwards(x, body));
    x.json(answer);
  }

  // What the container is now stands beside it: it would double the answer.
  private static Object report(ChangeReport report) {
    return report.planned()
        ? report
        : Map.of("changes", report.changes(), "notes", report.notes(), "planned", false);
  }

  // Asked before anything is set: a name that is taken must not leave half of the wish done.
  private void requireFree(Exchange x, ContainerName name) {
    Optional<ContainerId> own = containers.find(x.container()).map(Container::id);
    containers
        .find(new ContainerRef.ByName(name))
        .filter(other -> !own.equals(Optional.of(other.id())))
        .ifPresent(
            other -> {
              throw new ContainerException(
                  ErrorCode.NAME_IN_USE,
                  "the name '" + name + "' is that of CT " + other.ctid(),
                  "Nothing was changed.");
            });
  }

  /** A container whose name is its address may have another one now. */
  private Container afterwards(Exchange x, ChangeRequestBody body) {
    Container c =
        containers
            .find(x.container())
            .or(() -> body.newName().flatMap(n -> containers.find(new ContainerRef.ByName(n))))
            .orElseGet(() -> ContainerLookup.get(containers, x));
    x.knows(c.revision());
    return c;
  }

  private void destroy(Exchange x) throws IOException {
    ContainerLookup.unchanged(containers, x.onlyQuery());
    x.accepted(containers.destroy(x.container()));
  }
}
