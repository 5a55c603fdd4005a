package io.cooperage.rest.resource;

import io.cooperage.api.container.CreateRequest;
import io.cooperage.api.disk.DiskService;
import io.cooperage.api.disk.ExportOptions;
import io.cooperage.api.disk.ImportRequest;
import io.cooperage.api.snapshot.SnapshotId;
import io.cooperage.rest.http.Exchange;
import io.cooperage.rest.http.Resource;
import io.cooperage.rest.http.Route;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code /1.0/containers/{ref}/check}, {@code .../compact}, {@code .../export}, {@code
 * .../convert}, import, and images that are mounted.
 */
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

  /** Where a disk shall be written to; all but the file may be absent. */
  record ExportBody(String file, String format, String snapshot) {
    ExportOptions options() {
      return new ExportOptions(
          path(file),
          format == null ? "raw" : format,
          Optional.ofNullable(snapshot).map(ExportBody::id));
    }

    private static SnapshotId id(String text) {
      try {
        return SnapshotId.parse(text);
      } catch (IllegalArgumentException e) {
        throw Exchange.bad("snapshot", text, "must be a UUID");
      }
    }
  }

  /** What the disk shall be. */
  record ConvertBody(Map<String, Object> settings) {}

  /** What a container shall be made from; all but the file may be absent. */
  record ImportBody(String file, String format, CreateBody container) {
    ImportRequest request() {
      CreateRequest made =
          container == null ? CreateRequest.builder().build() : container.request();
      return new ImportRequest(path(file), format == null ? "" : format, made);
    }
  }

  /** Which image shall be unmounted. */
  record UmountBody(String file) {}

  /** Which image shall be mounted; the format may be absent. */
  record ImageBody(String file, String format) {}

  private static Path path(String text) {
    String given = text == null ? "" : text;
    try {
      Path path = Path.of(given);
      if (path.isAbsolute()) {
        return path.normalize();
      }
    } catch (InvalidPathException e) {
      // Answered below, as a relative path is.
    }
    throw Exchange.bad("file", given, "must be an absolute path on the node");
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(CHECK, x -> x.json(disks.checked(x.onlyQuery().container()))),
        Route.post(CHECK, this::check),
        Route.post(
            "/1.0/containers/{ref}/compact",
            x -> x.accepted(disks.compact(x.onlyQuery().container()))),
        Route.post(
            "/1.0/containers/{ref}/export",
            x -> {
              ExportOptions options = x.onlyQuery().body(ExportBody.class).options();
              x.accepted(disks.exportTo(x.container(), options));
            }),
        Route.post(
            "/1.0/containers/{ref}/convert",
            x -> {
              ConvertBody body = x.onlyQuery().body(ConvertBody.class);
              x.accepted(disks.convert(x.container(), SettingsBody.of(body.settings(), null)));
            }),
        Route.post(
            "/1.0/images/mount",
            x -> {
              ImageBody body = x.onlyQuery().body(ImageBody.class);
              String format = body.format() == null ? "" : body.format();
              x.json(disks.mountImage(path(body.file()), format));
            }),
        Route.post(
            "/1.0/images/umount",
            x -> {
              disks.unmountImage(path(x.onlyQuery().body(UmountBody.class).file()));
              x.noContent();
            }),
        Route.post(
            "/1.0/import",
            x -> x.accepted(disks.importFrom(x.onlyQuery().body(ImportBody.class).request()))));
  }

  private void check(Exchange x) throws IOException {
    boolean repair = x.onlyQuery().body(CheckBody.class).repair();
    x.accepted(disks.check(x.container(), repair));
  }
}
