package io.cooperage.rest.resource;

import io.cooperage.api.front.PlainForm;
import io.cooperage.api.node.NodeService;
import io.cooperage.api.node.PoolService;
import io.cooperage.rest.http.Exchange;
import io.cooperage.rest.http.Resource;
import io.cooperage.rest.http.Route;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code /1.0/node} and {@code /1.0/pools}. */
@Component(service = Resource.class)
public final class NodeResource implements Resource {
  private static final String CHECK = "/1.0/pools/{kind}/check";

  private final NodeService node;
  private final PoolService pools;

  @Activate
  public NodeResource(@Reference NodeService node, @Reference PoolService pools) {
    this.node = node;
    this.pools = pools;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/1.0/node", this::info),
        Route.get("/1.0/node/doctor", x -> x.onlyQuery().json(node.doctor())),
        Route.get("/1.0/node/changes", x -> x.onlyQuery().json(node.changes())),
        Route.post("/1.0/node/release", x -> x.onlyQuery().accepted(node.release())),
        Route.get("/1.0/pools", x -> x.onlyQuery().json(node.pools())),
        Route.post("/1.0/pools/{kind}/grow", this::grow),
        Route.get(CHECK, x -> x.onlyQuery().json(pools.checked(x.path("kind")))),
        Route.post(CHECK, this::check));
  }

  /** How a pool shall be checked; every field may be absent. */
  record CheckBody(boolean repair) {}

  private void check(Exchange x) throws IOException {
    boolean repair = x.onlyQuery().body(CheckBody.class).repair();
    x.accepted(pools.check(x.path("kind"), repair));
  }

  /** How large a pool shall be. */
  record GrowBody(long size) {}

  private void grow(Exchange x) throws IOException {
    long size = x.onlyQuery().body(GrowBody.class).size();
    if (size <= 0) {
      throw Exchange.bad("size", Long.toString(size), "must be a number of bytes");
    }
    x.accepted(pools.grow(x.path("kind"), size));
  }

  private void info(Exchange x) throws IOException {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("node", PlainForm.of(node.info()));
    answer.put("waitingFor", node.waitingFor());
    x.onlyQuery().json(answer);
  }
}
