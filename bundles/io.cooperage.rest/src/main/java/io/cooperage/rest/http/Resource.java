package io.cooperage.rest.http;

import java.util.List;

/** A noun of the API. A component that publishes itself as this service is served at once. */
public interface Resource {
  List<Route> routes();
}
