package io.cooperage.rest.resource;

import io.cooperage.api.backup.BackupId;
import io.cooperage.api.backup.BackupOptions;
import io.cooperage.api.backup.BackupOptions.Form;
import io.cooperage.api.backup.BackupService;
import io.cooperage.api.backup.RestoreOptions;
import io.cooperage.api.container.Ctid;
import io.cooperage.rest.http.Exchange;
import io.cooperage.rest.http.Resource;
import io.cooperage.rest.http.Route;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code /1.0/backups}, and those of one container with what is kept for the next ones. */
@Component(service = Resource.class)
public final class BackupsResource implements Resource {
  private static final String ALL = "/1.0/containers/{ref}/backups";
  private static final String ONE = ALL + "/{id}";
  private static final String BASES = "/1.0/containers/{ref}/backup-bases";
  private static final String TARGET = "target";

  private final BackupService backups;

  @Activate
  public BackupsResource(@Reference BackupService backups) {
    this.backups = backups;
  }

  /** A new backup; every field may be absent. */
  record BackupBody(String form, String target, String description) {
    BackupOptions options() {
      return new BackupOptions(
          kind(), Optional.ofNullable(target), description == null ? "" : description);
    }

    private Form kind() {
      return switch (form == null ? "any" : form) {
        case "any" -> Form.ANY;
        case "full" -> Form.FULL;
        case "incremental" -> Form.INCREMENTAL;
        default -> throw Exchange.bad("form", form, "must be any, full or incremental");
      };
    }
  }

  /** Where a backup is restored to; every field may be absent. */
  record RestoreBody(Integer ctid, String name, String target, Boolean privileged) {
    RestoreOptions options() {
      return new RestoreOptions(
          Optional.ofNullable(ctid).map(RestoreBody::number),
          Optional.ofNullable(name).map(CreateBody::name),
          Optional.ofNullable(target),
          Boolean.TRUE.equals(privileged));
    }

    private static Ctid number(int value) {
      try {
        return new Ctid(value);
      } catch (IllegalArgumentException e) {
        throw Exchange.bad("ctid", Integer.toString(value), e.getMessage());
      }
    }
  }

  /** Which backups shall be read; every field may be absent. */
  record VerifyBody(String id, String target) {}

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/1.0/backups", x -> x.json(backups.list(Optional.empty(), target(x)))),
        Route.get(ALL, x -> x.json(backups.list(Optional.of(x.container()), target(x)))),
        Route.post(ALL, this::backup),
        Route.post(ALL + "/verify", this::verify),
        Route.post(ONE + "/restore", this::restore),
        Route.delete(ONE, this::delete),
        Route.get(BASES, x -> x.onlyQuery().json(backups.bases(x.container()))),
        Route.delete(BASES, x -> x.accepted(backups.forget(x.container(), target(x)))));
  }

  private void backup(Exchange x) throws IOException {
    BackupOptions options = x.onlyQuery().body(BackupBody.class).options();
    x.accepted(backups.backup(x.container(), options));
  }

  private void verify(Exchange x) throws IOException {
    VerifyBody body = x.onlyQuery().body(VerifyBody.class);
    Optional<BackupId> id = Optional.ofNullable(body.id()).map(BackupsResource::parse);
    x.accepted(backups.verify(x.container(), id, Optional.ofNullable(body.target())));
  }

  private void restore(Exchange x) throws IOException {
    RestoreOptions options = x.onlyQuery().body(RestoreBody.class).options();
    x.accepted(backups.restore(x.container(), parse(x.path("id")), options));
  }

  private void delete(Exchange x) throws IOException {
    Optional<String> target = target(x);
    x.accepted(backups.delete(x.container(), parse(x.path("id")), target));
  }

  private static Optional<String> target(Exchange x) {
    return x.onlyQuery(TARGET).query(TARGET);
  }

  private static BackupId parse(String text) {
    try {
      return BackupId.parse(text);
    } catch (IllegalArgumentException e) {
      throw Exchange.bad("id", text, "must be a UUID");
    }
  }
}
