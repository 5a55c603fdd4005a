package io.cooperage.core.lifecycle.step;

import io.cooperage.core.catalog.CatalogView;
import io.cooperage.core.catalog.OwnerSlice;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Offer;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.controller.ResourceController;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A controller and its active parameters. */
record Post(Offer<ResourceController> offer, OwnerSlice slice) {
  /**
   * All for a CT, the best last: where two controllers write one knob, the owner's word comes after
   * that of the one it shadows.
   */
  static List<Post> of(EngineParts parts, LiveContainer live) {
    CatalogView view = parts.catalog().view(live.record().kinds());
    List<Post> posts = new ArrayList<>();
    for (Offer<ResourceController> offer : parts.leases().offers(Family.CONTROLLER)) {
      view.slices().stream()
          .filter(s -> s.owner() == offer)
          .forEach(s -> posts.add(new Post(offer, s)));
    }
    Collections.reverse(posts);
    return posts;
  }
}
