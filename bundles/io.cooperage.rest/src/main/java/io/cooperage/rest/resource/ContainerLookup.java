package io.cooperage.rest.resource;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.rest.http.Exchange;

/** Finds the container that a path names. */
final class ContainerLookup {
  private ContainerLookup() {}

  static Container get(ContainerService containers, Exchange x) {
    return containers
        .find(x.container())
        .orElseThrow(
            () ->
                new ContainerException(
                    ErrorCode.NO_SUCH_CONTAINER, "there is no container " + x.path("ref")));
  }

  /** Refuses the request unless the container still has the revision of If-Match. */
  static Container unchanged(ContainerService containers, Exchange x) {
    Container c = get(containers, x);
    if (x.ifMatch().isPresent() && x.ifMatch().getAsLong() != c.revision()) {
      throw new ContainerException(
          ErrorCode.CHANGED,
          "container " + c.displayName() + " was changed; its revision is now " + c.revision());
    }
    return c;
  }
}
