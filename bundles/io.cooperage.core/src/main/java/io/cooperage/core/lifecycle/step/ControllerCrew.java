package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.core.catalog.CatalogView;
import io.cooperage.core.catalog.OwnerSlice;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Offer;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.EventSink;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.controller.Watch;
import io.cooperage.spi.store.RuntimeRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the controllers for one CT. A vendor's failure is its own, unless the CT asked for it. */
public final class ControllerCrew {
  private static final Logger LOG = LoggerFactory.getLogger(ControllerCrew.class);

  private final EngineParts parts;

  /** A crew out of all controllers that are there. */
  public ControllerCrew(EngineParts parts) {
    this.parts = parts;
  }

  /** A controller and its active parameters. */
  private record Post(Offer<ResourceController> offer, OwnerSlice slice) {}

  private List<Post> posts(LiveContainer live) {
    CatalogView view = parts.catalog().view(live.record().kinds());
    List<Post> posts = new ArrayList<>();
    for (Offer<ResourceController> offer : parts.leases().offers(Family.CONTROLLER)) {
      view.slices().stream()
          .filter(s -> s.owner() == offer)
          .forEach(s -> posts.add(new Post(offer, s)));
    }
    return posts;
  }

  /** Applies everything at a start; answers roundings. */
  List<String> applyAll(LiveContainer live, Map<String, List<String>> texts) {
    List<String> notes = new ArrayList<>();
    posts(live).forEach(p -> notes.addAll(applyOrReport(live, p, texts)));
    return notes;
  }

  private List<String> applyOrReport(
      LiveContainer live, Post post, Map<String, List<String>> texts) {
    try {
      return apply(live, post, texts);
    } catch (ContainerException e) {
      if (post.slice().concerned(texts)) {
        throw e;
      }
      LOG.warn("{} is left out for CT {}", post.offer(), live, e);
      parts.event(
          "controller.failed", live, "goes without " + post.offer() + ": " + e.getMessage());
      return List.of();
    }
  }

  private List<String> apply(LiveContainer live, Post post, Map<String, List<String>> texts) {
    ParameterValues values = post.slice().values(texts);
    Cell cell = new RunningCell(parts, live);
    EventSink sink =
        (type, message, details) ->
            parts.events().publish(type, live.id().toString(), message, details);
    boolean watched = live.controllers().containsKey(post.offer());
    List<Effective> effective =
        post.offer()
            .bounded(
                c -> {
                  c.apply(cell, values);
                  if (!watched) {
                    live.controllers().put(post.offer(), c.watch(cell, sink));
                  }
                  return c.readBack(cell);
                });
    return ReadBack.check(post.offer().describe(), effective, texts);
  }

  /** Applies the controllers that own one of the changed parameters; answers roundings. */
  List<String> applyChanged(
      LiveContainer live, Set<String> changed, Map<String, List<String>> texts) {
    List<String> notes = new ArrayList<>();
    for (Post post : posts(live)) {
      if (post.slice().ownsAny(changed)) {
        notes.addAll(apply(live, post, texts));
      }
    }
    return notes;
  }

  /**
   * Brings a running CT in line with the controllers that are there now: who is new is applied
   * once, who has left is forgotten and nothing is reset.
   */
  public void reconcile(LiveContainer live) {
    if (live.state() != ContainerState.RUNNING) {
      return;
    }
    List<Post> posts = posts(live);
    Set<Offer<ResourceController>> there = new HashSet<>();
    posts.forEach(p -> there.add(p.offer()));
    live.controllers().keySet().stream()
        .filter(o -> !there.contains(o))
        .toList()
        .forEach(o -> closeWatch(live, o));
    Map<String, List<String>> texts = live.runtime().map(RuntimeRecord::applied).orElse(Map.of());
    for (Post post : posts) {
      if (!live.controllers().containsKey(post.offer())) {
        try {
          apply(live, post, texts);
        } catch (ContainerException e) {
          LOG.warn("{} could not be applied to CT {}", post.offer(), live, e);
          parts.event(
              "controller.failed", live, "runs without " + post.offer() + ": " + e.getMessage());
        }
      }
    }
  }

  private static void closeWatch(LiveContainer live, Offer<ResourceController> offer) {
    Watch watch = live.controllers().remove(offer);
    try {
      if (watch != null) {
        watch.close();
      }
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("A watch of {} does not close", offer, e);
    }
  }

  /** Closes all watches, for the end of this engine; controllers keep what they hold. */
  public void closeWatches(LiveContainer live) {
    List.copyOf(live.controllers().keySet()).forEach(o -> closeWatch(live, o));
  }

  /** Lets all controllers give up what they hold for the CT. */
  void release(LiveContainer live) {
    Cell cell = new RunningCell(parts, live);
    for (Post post : posts(live)) {
      closeWatch(live, post.offer());
      try {
        post.offer().runBounded(c -> c.release(cell));
      } catch (ContainerException e) {
        LOG.warn("{} does not release CT {}", post.offer(), live, e);
      }
    }
    closeWatches(live);
  }

  /** What the kernel says now, of every controller that answers. */
  public List<Effective> readBack(LiveContainer live) {
    List<Effective> all = new ArrayList<>();
    Cell cell = new RunningCell(parts, live);
    for (Post post : posts(live)) {
      try {
        all.addAll(post.offer().bounded(c -> c.readBack(cell)));
      } catch (ContainerException e) {
        if (e.code() != ErrorCode.WAITING) {
          LOG.warn("{} does not read back CT {}", post.offer(), live, e);
        }
      }
    }
    return all;
  }

  /** The cell of a CT, for the sampler. */
  public Cell cell(LiveContainer live) {
    return new RunningCell(parts, live);
  }
}
