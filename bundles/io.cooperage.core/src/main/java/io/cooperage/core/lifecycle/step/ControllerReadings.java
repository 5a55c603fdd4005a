package io.cooperage.core.lifecycle.step;

import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.core.provider.Offer;
import io.cooperage.core.roster.AppliedController;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Consequence;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.controller.ResourceCount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the controllers about one CT; nothing is changed. */
public final class ControllerReadings {
  private static final Logger LOG = LoggerFactory.getLogger(ControllerReadings.class);

  private final EngineParts parts;

  /** Readings of all controllers that are there. */
  public ControllerReadings(EngineParts parts) {
    this.parts = parts;
  }

  /** What the kernel says now, of every controller that answers. */
  public List<Effective> readBack(LiveContainer live) {
    return ask(live, "read back", ResourceController::readBack);
  }

  /** What the kernel said when each controller was applied last. */
  public List<Effective> lastRead(LiveContainer live) {
    return live.controllers().values().stream()
        .map(AppliedController::readBack)
        .flatMap(List::stream)
        .toList();
  }

  /**
   * What the kernel says now, of each controller's own parameters, with few hand-overs; those that
   * do not answer are left out.
   */
  public Map<Offer<ResourceController>, List<Effective>> readBack(
      LiveContainer live, Collection<Offer<ResourceController>> offers) {
    Map<Offer<ResourceController>, List<Effective>> all = new LinkedHashMap<>();
    Cell cell = sampled(live);
    parts
        .leases()
        .each(
            List.copyOf(offers),
            offer -> all.put(offer, offer.bounded(live.id(), c -> c.readBack(cell))),
            (offer, e) -> LOG.debug("{} does not read back CT {}", offer, live, e));
    return all;
  }

  /** What each controller counts for a running CT. */
  public List<ResourceCount> counts(LiveContainer live) {
    return ask(live, "count for", ResourceController::counts);
  }

  /**
   * What a change would do to the running CT beside what it says.
   *
   * @param texts all that the CT shall have
   */
  public List<Consequence> foresee(
      LiveContainer live, Set<String> changed, Map<String, List<String>> texts) {
    List<Consequence> all = new ArrayList<>();
    Cell cell = sampled(live);
    List<Post> concerned =
        Post.of(parts, live).stream().filter(p -> p.slice().ownsAny(changed)).toList();
    parts
        .leases()
        .each(
            concerned,
            post -> {
              ParameterValues values = post.slice().values(texts);
              all.addAll(post.offer().bounded(live.id(), c -> c.foresee(cell, values)));
            },
            (post, e) -> {
              throw e;
            });
    return all;
  }

  private <T> List<T> ask(
      LiveContainer live,
      String verb,
      BiFunction<ResourceController, Cell, ? extends List<T>> question) {
    List<T> all = new ArrayList<>();
    Cell cell = sampled(live);
    parts
        .leases()
        .each(
            Post.of(parts, live),
            post -> all.addAll(post.offer().bounded(live.id(), c -> question.apply(c, cell))),
            (post, e) -> {
              if (e.code() != ErrorCode.WAITING) {
                LOG.warn("{} does not {} CT {}", post.offer(), verb, live, e);
              }
            });
    return all;
  }

  /** The cell of a CT for many samples, as long as the cgroup provider stays the same. */
  public Cell sampled(LiveContainer live) {
    return new SampledCell(new RunningCell(parts, live));
  }
}
