package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.core.event.EventGate;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Offer;
import io.cooperage.core.roster.AppliedController;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.EventSink;
import io.cooperage.spi.controller.LaunchMounts;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.controller.Watch;
import io.cooperage.spi.kernel.HostMount;
import io.cooperage.spi.store.RuntimeRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the controllers for one CT. A vendor's failure is its own, unless the CT asked for it. */
public final class ControllerCrew {
  private static final Logger LOG = LoggerFactory.getLogger(ControllerCrew.class);

  private final EngineParts parts;
  private final EventGate gate;
  private final ShadowNotes shadows;

  /** A crew out of all controllers that are there; what they notice goes through the gate. */
  public ControllerCrew(EngineParts parts, EventGate gate) {
    this.parts = parts;
    this.gate = gate;
    this.shadows = new ShadowNotes(parts, gate);
  }

  private List<Post> posts(LiveContainer live) {
    return Post.of(parts, live);
  }

  // Who is in quarantine is not among the posts.
  private void requireEssential() {
    for (Offer<ResourceController> offer : parts.leases().quarantined(Family.CONTROLLER)) {
      if (offer.essential()) {
        throw new ContainerException(
            ErrorCode.PROVIDER,
            "no CT starts without " + offer + ", which failed again and again",
            "See the daemon's log; 'ct plugin update' or a restart of the daemon brings it anew.");
      }
    }
  }

  /** Applies everything at a start; answers roundings. */
  List<String> applyAll(LiveContainer live, Map<String, List<String>> texts) {
    requireEssential();
    List<String> notes = new ArrayList<>();
    parts
        .leases()
        .each(
            posts(live),
            post -> notes.addAll(apply(live, post, texts)),
            (post, e) -> leaveOut(live, post, texts, e));
    shadows.applied(live, texts.keySet(), texts);
    return notes;
  }

  private void leaveOut(
      LiveContainer live, Post post, Map<String, List<String>> texts, ContainerException e) {
    if (post.offer().essential() || post.slice().concerned(texts)) {
      throw e;
    }
    LOG.warn("{} is left out for CT {}", post.offer(), live, e);
    parts.event("controller.failed", live, "goes without " + post.offer() + ": " + e.getMessage());
  }

  /** What all controllers want mounted before init starts. */
  List<HostMount> mounts(LiveContainer live, Map<String, List<String>> texts) {
    List<HostMount> all = new ArrayList<>();
    parts
        .leases()
        .each(
            posts(live),
            post ->
                all.addAll(
                    post.offer()
                        .bounded(live.id(), c -> mounts(c, live, post.slice().values(texts)))),
            (post, e) -> leaveOut(live, post, texts, e));
    return all;
  }

  private List<String> apply(LiveContainer live, Post post, Map<String, List<String>> texts) {
    List<Effective> effective = applyAndRead(live, post, texts);
    return ReadBack.check(
        post.offer().describe(),
        effective.stream().filter(e -> !shadowed(post, e)).toList(),
        texts);
  }

  private static boolean shadowed(Post post, Effective e) {
    return post.slice().shadowed().stream().anyMatch(p -> p.name().equals(e.parameter()));
  }

  private static List<HostMount> mounts(
      ResourceController controller, LiveContainer live, ParameterValues values) {
    return controller instanceof LaunchMounts mounting
        ? mounting.mounts(live.id(), values)
        : List.of();
  }

  private static List<Effective> answered(List<Effective> readBack) {
    if (readBack == null) {
      throw new IllegalStateException("readBack answered null");
    }
    return List.copyOf(readBack);
  }

  private List<Effective> applyAndRead(
      LiveContainer live, Post post, Map<String, List<String>> texts) {
    ParameterValues values = post.slice().values(texts);
    Cell cell = new RunningCell(parts, live);
    Cell once = new SampledCell(cell);
    EventSink sink =
        (type, message, details) ->
            gate.publish(type, live.id().toString(), "CT " + live + ": " + message, details);
    AppliedController before = live.controllers().get(post.offer());
    NewWatch watch = new NewWatch(before == null ? Optional.empty() : Optional.of(before.watch()));
    boolean noted = before != null;
    try {
      List<Effective> effective =
          post.offer()
              .bounded(
                  live.id(),
                  c -> {
                    c.apply(once, values);
                    watch.begin(() -> c.watch(cell, sink));
                    return answered(c.readBack(once));
                  });
      note(live, post, watch.end(), effective);
      noted = true;
      return effective;
    } catch (ContainerException e) {
      if (!noted) {
        note(live, post, watch.end(), List.of());
        noted = true;
      }
      throw e;
    } finally {
      // Nobody waits for this thread any more: what it began late is nobody's.
      Optional<Watch> unnoted = watch.end();
      if (!noted) {
        unnoted.ifPresent(Watch::close);
      }
    }
  }

  private static void note(
      LiveContainer live, Post post, Optional<Watch> watch, List<Effective> effective) {
    watch.ifPresent(
        w ->
            live.controllers()
                .put(post.offer(), new AppliedController(w, post.slice().names(), effective)));
  }

  // The better owners of what these share a knob with have the last word again.
  private List<Post> withBetterOwners(LiveContainer live, Predicate<Post> chosen) {
    List<Post> all = new ArrayList<>();
    Set<String> disturbed = new HashSet<>();
    for (Post post : posts(live)) {
      if (chosen.test(post) || post.slice().ownsAny(disturbed)) {
        all.add(post);
        post.slice().shadowed().forEach(p -> disturbed.add(p.name()));
      }
    }
    return all;
  }

  /** Applies the controllers that own one of the changed parameters; answers roundings. */
  List<String> applyChanged(
      LiveContainer live, Set<String> changed, Map<String, List<String>> texts) {
    List<String> notes = new ArrayList<>();
    parts
        .leases()
        .each(
            withBetterOwners(live, p -> concerned(live, p, changed)),
            post -> notes.addAll(apply(live, post, texts)),
            (post, e) -> {
              throw e;
            });
    shadows.applied(live, changed, texts);
    return notes;
  }

  // Whoever is shadowed in part is told too, or it would write its old value at its next turn.
  private static boolean concerned(LiveContainer live, Post post, Set<String> changed) {
    return post.slice().ownsAny(changed)
        || (live.controllers().containsKey(post.offer())
            && post.slice().shadowed().stream().anyMatch(p -> changed.contains(p.name())));
  }

  /**
   * Gives the controllers of a failed change their old values again, every one that takes them;
   * answers why the others do not.
   */
  List<ContainerException> restore(
      LiveContainer live, Set<String> changed, Map<String, List<String>> texts) {
    List<ContainerException> failures = new ArrayList<>();
    for (Post post : withBetterOwners(live, p -> concerned(live, p, changed))) {
      try {
        applyAndRead(live, post, texts);
      } catch (ContainerException e) {
        LOG.warn("{} does not take the old values of CT {} back", post.offer(), live, e);
        failures.add(e);
      }
    }
    return failures;
  }

  /** Applies what a running CT shall have once more, of one controller. */
  public void reapply(LiveContainer live, Offer<ResourceController> offer) {
    Map<String, List<String>> texts = live.runtime().map(RuntimeRecord::applied).orElse(Map.of());
    withBetterOwners(live, p -> p.offer() == offer).forEach(p -> apply(live, p, texts));
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
    posts.forEach(p -> forgetLost(live, p));
    for (Post post : withBetterOwners(live, p -> isNews(live, p))) {
      try {
        apply(live, post, texts);
      } catch (ContainerException e) {
        LOG.warn("{} could not be applied to CT {}", post.offer(), live, e);
        parts.event(
            "controller.failed", live, "runs without " + post.offer() + ": " + e.getMessage());
      }
    }
  }

  // What a better owner has taken over is news again when that one leaves.
  private static void forgetLost(LiveContainer live, Post post) {
    live.controllers()
        .computeIfPresent(post.offer(), (o, applied) -> applied.owning(post.slice().names()));
  }

  // Also one that has got a parameter, as from a better owner that has left.
  private static boolean isNews(LiveContainer live, Post post) {
    AppliedController applied = live.controllers().get(post.offer());
    return applied == null || !applied.parameters().containsAll(post.slice().names());
  }

  private static void closeWatch(LiveContainer live, Offer<ResourceController> offer) {
    AppliedController applied = live.controllers().remove(offer);
    try {
      if (applied != null) {
        applied.watch().close();
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
        post.offer().runAnyway(live.id(), c -> c.release(cell));
      } catch (ContainerException e) {
        LOG.warn("{} does not release CT {}", post.offer(), live, e);
      }
    }
    closeWatches(live);
  }
}
