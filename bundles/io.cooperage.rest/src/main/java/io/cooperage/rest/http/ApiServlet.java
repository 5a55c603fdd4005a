package io.cooperage.rest.http;

import io.cooperage.api.error.ContainerException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the route of a request, and turns what it throws into an answer. */
public final class ApiServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ApiServlet.class);

  private final transient Supplier<List<Route>> routes;
  private final transient WaitingRoom room = new WaitingRoom();

  public ApiServlet(Supplier<List<Route>> routes) {
    this.routes = routes;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Exchange bare = new Exchange(request, response, Map.of(), room);
    try {
      dispatch(request, response);
    } catch (ContainerException e) {
      bare.problem(ProblemDocument.of(e));
    } catch (RequestException e) {
      bare.problem(ProblemDocument.of(e));
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
      bare.problem(ProblemDocument.defect());
    }
  }

  private void dispatch(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    List<String> segments = segments(request);
    List<Route> all = routes.get();
    for (Route route : all) {
      Optional<Map<String, String>> variables =
          route.method().equals(method(request)) ? route.match(segments) : Optional.empty();
      if (variables.isPresent()) {
        route.handler().handle(new Exchange(request, response, variables.get(), room));
        return;
      }
    }
    String allowed =
        all.stream()
            .filter(r -> r.match(segments).isPresent())
            .map(Route::method)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    if (allowed.isEmpty()) {
      throw new RequestException(
          404,
          "there is no resource " + request.getRequestURI() + ", or its part is not there yet");
    }
    response.setHeader("Allow", allowed);
    throw new RequestException(405, "this resource knows only " + allowed);
  }

  private static List<String> segments(HttpServletRequest request) {
    try {
      return Route.segments(request.getRequestURI());
    } catch (IllegalArgumentException e) {
      throw new RequestException(400, "the path is malformed");
    }
  }

  private static String method(HttpServletRequest request) {
    return request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
  }
}
