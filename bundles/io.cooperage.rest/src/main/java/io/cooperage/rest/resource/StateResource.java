package io.cooperage.rest.resource;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.MountOptions;
import io.cooperage.api.container.StartOptions;
import io.cooperage.api.container.StopOptions;
import io.cooperage.api.job.Job;
import io.cooperage.rest.http.Exchange;
import io.cooperage.rest.http.Resource;
import io.cooperage.rest.http.Route;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code /1.0/containers/{ref}/state}: start, stop and their like; and reinstall. */
@Component(service = Resource.class)
public final class StateResource implements Resource {
  private static final String STATE = "/1.0/containers/{ref}/state";
  private static final long DAY = 86_400;

  private final ContainerService containers;

  @Activate
  public StateResource(@Reference ContainerService containers) {
    this.containers = containers;
  }

  /**
   * What the container shall do.
   *
   * @param force start also without what guards it and is away
   * @param timeout seconds until a stop kills; absent for the container's own
   */
  record StateBody(
      String action,
      boolean fast,
      Long timeout,
      boolean waitForBoot,
      boolean force,
      boolean readOnly,
      boolean mapped) {
    StopOptions stopOptions() {
      if (timeout != null && (timeout < 0 || timeout > DAY)) {
        throw Exchange.bad("timeout", timeout.toString(), "must be between 0 and " + DAY);
      }
      return new StopOptions(fast, Optional.ofNullable(timeout).map(Duration::ofSeconds));
    }
  }

  /** A template other than the one that the container has. */
  record ReinstallBody(String template) {}

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(STATE, this::show),
        Route.put(STATE, this::change),
        Route.post(
            "/1.0/containers/{ref}/reinstall",
            x -> {
              ReinstallBody body = x.onlyQuery().body(ReinstallBody.class);
              x.accepted(containers.reinstall(x.container(), Optional.ofNullable(body.template())));
            }));
  }

  private void show(Exchange x) throws IOException {
    Container c = ContainerLookup.get(containers, x.onlyQuery());
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("state", c.state());
    state.put("detail", c.detail());
    state.put("busyJob", c.busyJob());
    state.put("startedAt", c.startedAt());
    state.put("initPid", c.initPid());
    state.put("usage", c.usage());
    x.json(state);
  }

  private void change(Exchange x) throws IOException {
    StateBody body = x.onlyQuery().body(StateBody.class);
    x.accepted(job(x.container(), body));
  }

  private Job<?> job(ContainerRef ref, StateBody body) {
    return switch (String.valueOf(body.action())) {
      case "start" -> containers.start(ref, new StartOptions(body.waitForBoot(), body.force()));
      case "stop" -> containers.stop(ref, body.stopOptions());
      case "restart" -> containers.restart(ref, body.stopOptions());
      case "mount" -> containers.mount(ref, new MountOptions(body.readOnly(), body.mapped()));
      case "umount" -> containers.unmount(ref);
      default ->
          throw Exchange.bad(
              "action",
              String.valueOf(body.action()),
              "must be start, stop, restart, mount or umount");
    };
  }
}
