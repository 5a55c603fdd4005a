package io.cooperage.rest.server;

import io.cooperage.rest.http.ApiServlet;
import io.cooperage.rest.http.Resource;
import io.cooperage.rest.http.Route;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Serves every resource that is there at the moment. */
@Component(immediate = true, service = ApiServer.class, configurationPid = "io.cooperage.rest")
@Designate(ocd = ApiServer.Settings.class)
public final class ApiServer {
  /** Settings of the HTTP API. */
  @ObjectClassDefinition(name = "Cooperage HTTP API")
  @interface Settings {
    @AttributeDefinition(description = "Path of the Unix socket, 108 bytes at most.")
    String socket() default "/run/cooperage/api.sock";
  }

  private final List<Resource> resources = new CopyOnWriteArrayList<>();
  private final Path socket;
  private SocketServer server;
  private WarmUp warmUp;

  @Activate
  public ApiServer(Settings settings) {
    this(Path.of(settings.socket()));
  }

  ApiServer(Path socket) {
    this.socket = socket;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void add(Resource resource) {
    resources.add(resource);
  }

  void remove(Resource resource) {
    resources.remove(resource);
  }

  private List<Route> routes() {
    return resources.stream().flatMap(r -> r.routes().stream()).toList();
  }

  @Activate
  void start() {
    server = new SocketServer(socket, new ApiServlet(this::routes));
    warmUp = new WarmUp(socket);
  }

  @Deactivate
  void stop() {
    warmUp.close();
    server.close();
  }
}
