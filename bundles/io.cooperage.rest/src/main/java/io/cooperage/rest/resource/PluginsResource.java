package io.cooperage.rest.resource;

import io.cooperage.api.plugin.PluginService;
import io.cooperage.rest.http.Exchange;
import io.cooperage.rest.http.Resource;
import io.cooperage.rest.http.Route;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code /1.0/plugins}. */
@Component(service = Resource.class)
public final class PluginsResource implements Resource {
  private static final String ALL = "/1.0/plugins";

  private final PluginService plugins;

  @Activate
  public PluginsResource(@Reference PluginService plugins) {
    this.plugins = plugins;
  }

  /** An archive on the node. */
  record ArchiveBody(String archive) {
    Path path() {
      String text = archive == null ? "" : archive;
      try {
        Path path = Path.of(text);
        if (path.isAbsolute()) {
          return path;
        }
      } catch (InvalidPathException e) {
        // Answered below, as a relative path is.
      }
      throw Exchange.bad("archive", text, "must be an absolute path on the node");
    }
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(ALL, x -> x.onlyQuery().json(plugins.list())),
        Route.post(
            ALL, x -> x.accepted(plugins.install(x.onlyQuery().body(ArchiveBody.class).path()))),
        Route.put(
            ALL, x -> x.accepted(plugins.update(x.onlyQuery().body(ArchiveBody.class).path()))),
        Route.post(
            ALL + "/verify",
            x -> x.json(plugins.verify(x.onlyQuery().body(ArchiveBody.class).path()))),
        Route.delete(ALL + "/{name}", x -> x.accepted(plugins.remove(x.onlyQuery().path("name")))));
  }
}
