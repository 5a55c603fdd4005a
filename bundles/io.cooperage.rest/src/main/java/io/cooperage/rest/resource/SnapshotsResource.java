package io.cooperage.rest.resource;

import io.cooperage.api.container.Ctid;
import io.cooperage.api.snapshot.CloneOptions;
import io.cooperage.api.snapshot.SnapshotId;
import io.cooperage.api.snapshot.SnapshotOptions;
import io.cooperage.api.snapshot.SnapshotService;
import io.cooperage.rest.http.Exchange;
import io.cooperage.rest.http.Resource;
import io.cooperage.rest.http.Route;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code /1.0/containers/{ref}/snapshots} and {@code .../clone}. */
@Component(service = Resource.class)
public final class SnapshotsResource implements Resource {
  private static final String ALL = "/1.0/containers/{ref}/snapshots";
  private static final String ONE = ALL + "/{id}";

  private final SnapshotService snapshots;

  @Activate
  public SnapshotsResource(@Reference SnapshotService snapshots) {
    this.snapshots = snapshots;
  }

  /** A new snapshot; every field may be absent. */
  record TakeBody(String id, String name, String description, boolean skipConfig) {
    SnapshotOptions options() {
      return new SnapshotOptions(
          Optional.ofNullable(id).map(SnapshotsResource::parse),
          name == null ? "" : name,
          description == null ? "" : description,
          skipConfig);
    }
  }

  /** What shall be done with a snapshot. */
  record ActionBody(String action, boolean skipConfig, boolean all, String target) {
    Optional<Path> place() {
      try {
        return Optional.ofNullable(target).map(Path::of);
      } catch (InvalidPathException e) {
        throw Exchange.bad("target", target, "must be a path");
      }
    }
  }

  /** What of the disk as it is now shall be merged. */
  record MergeBody(boolean all) {}

  /** A clone; every field may be absent. */
  record CloneBody(Integer ctid, String name, Map<String, Object> settings, String snapshot) {
    CloneOptions options(Function<String, SnapshotId> found) {
      return new CloneOptions(
          Optional.ofNullable(ctid).map(CloneBody::number),
          Optional.ofNullable(name).map(CreateBody::name),
          SettingsBody.of(settings, null),
          Optional.ofNullable(snapshot).map(found));
    }

    private static Ctid number(int value) {
      try {
        return new Ctid(value);
      } catch (IllegalArgumentException e) {
        throw Exchange.bad("ctid", Integer.toString(value), e.getMessage());
      }
    }
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(ALL, x -> x.json(snapshots.list(x.onlyQuery().container()))),
        Route.post(ALL, this::take),
        Route.get(ONE, x -> x.json(snapshots.get(x.onlyQuery().container(), x.path("id")))),
        Route.put(ONE, this::act),
        Route.delete(ONE, this::delete),
        Route.post(
            "/1.0/containers/{ref}/merge",
            x -> {
              boolean all = x.onlyQuery().body(MergeBody.class).all();
              x.accepted(snapshots.merge(x.container(), Optional.empty(), all));
            }),
        Route.post(
            "/1.0/containers/{ref}/clone",
            x -> {
              CloneBody body = x.onlyQuery().body(CloneBody.class);
              CloneOptions options = body.options(s -> snapshots.get(x.container(), s).id());
              x.accepted(snapshots.copy(x.container(), options));
            }));
  }

  private void take(Exchange x) throws IOException {
    SnapshotOptions options = x.onlyQuery().body(TakeBody.class).options();
    x.accepted(snapshots.take(x.container(), options));
  }

  private void act(Exchange x) throws IOException {
    ActionBody body = x.onlyQuery().body(ActionBody.class);
    SnapshotId id = id(x);
    x.accepted(
        switch (String.valueOf(body.action())) {
          case "switch" -> snapshots.switchTo(x.container(), id, body.skipConfig());
          case "merge" -> snapshots.merge(x.container(), Optional.of(id), body.all());
          case "mount" -> snapshots.mount(x.container(), id, body.place());
          case "umount" -> snapshots.unmount(x.container(), id);
          default ->
              throw Exchange.bad(
                  "action",
                  String.valueOf(body.action()),
                  "must be switch, merge, mount or umount");
        });
  }

  private void delete(Exchange x) throws IOException {
    boolean children = x.onlyQuery("children").number("children", 0, 0, 1) == 1;
    x.accepted(snapshots.delete(x.container(), id(x), children));
  }

  private SnapshotId id(Exchange x) {
    return snapshots.get(x.container(), x.path("id")).id();
  }

  private static SnapshotId parse(String text) {
    try {
      return SnapshotId.parse(text);
    } catch (IllegalArgumentException e) {
      throw Exchange.bad("id", text, "must be a UUID");
    }
  }
}
