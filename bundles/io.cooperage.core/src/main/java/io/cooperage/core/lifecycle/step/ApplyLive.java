package io.cooperage.core.lifecycle.step;

import io.cooperage.api.error.ContainerException;
import io.cooperage.core.guest.GuestParameters;
import io.cooperage.core.guest.GuestSettings;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.isolation.GuestFiles;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.spi.store.RuntimeRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Changes a running CT: controllers, network, and the files that core writes. */
record ApplyLive(EngineParts parts, ControllerCrew crew, NetworkPlug plug) implements Step {
  private static final Duration RENAME_LIMIT = Duration.ofSeconds(5);
  private static final Set<String> GUEST =
      Set.of(
          GuestParameters.HOSTNAME.name(),
          GuestParameters.NAMESERVER.name(),
          GuestParameters.SEARCHDOMAIN.name(),
          GuestParameters.SSH_KEY.name());

  @Override
  public String name() {
    return "ApplyLive";
  }

  @Override
  public void run(StepContext context) {
    ChangePlan plan = ChangePlan.of(context);
    if (plan.live()) {
      LiveContainer live = parts.live(context);
      context.hold(ChangeNotes.class, new ChangeNotes(apply(live, plan.changed(), plan.applied())));
    }
  }

  private List<String> apply(
      LiveContainer live, Set<String> changed, Map<String, List<String>> texts) {
    List<String> notes = new ArrayList<>(crew.applyChanged(live, changed, texts));
    notes.addAll(applyRest(live, changed, texts));
    return notes;
  }

  private List<String> applyRest(
      LiveContainer live, Set<String> changed, Map<String, List<String>> texts) {
    List<String> notes = new ArrayList<>();
    boolean network =
        parts
            .catalog()
            .view(live.record().kinds())
            .slice(Family.NETWORK, live.kind(Family.NETWORK.name()))
            .filter(s -> s.ownsAny(changed))
            .isPresent();
    if (network) {
      notes.addAll(plug.update(live, texts));
    }
    if (changed.stream().anyMatch(GUEST::contains)) {
      configure(live, texts);
    }
    if (changed.contains(LiveContainer.HOSTNAME)) {
      rename(live, hostname(live, texts)).ifPresent(notes::add);
    }
    return notes;
  }

  private void configure(LiveContainer live, Map<String, List<String>> texts) {
    Sandbox sandbox = live.runtime().orElseThrow().sandbox();
    try (GuestFiles files =
        parts
            .leases()
            .call(Family.ISOLATION, sandbox.kind(), i -> i.files(sandbox, live.record().idMap()))) {
      parts.guest().configure(files, hostname(live, texts), GuestSettings.of(texts));
    }
  }

  private static String hostname(LiveContainer live, Map<String, List<String>> texts) {
    return texts.getOrDefault(LiveContainer.HOSTNAME, List.of(live.hostname())).get(0);
  }

  // Only a process of the CT may name its UTS namespace; a CT without that program gets its name at
  // the next start.
  private Optional<String> rename(LiveContainer live, String hostname) {
    try {
      new GuestPrograms(parts).run(live, RENAME_LIMIT, "hostname", hostname);
      return Optional.empty();
    } catch (ContainerException e) {
      return Optional.of("the kernel's host name follows at the next start: " + e.getMessage());
    }
  }

  // What the running CT had last is in its runtime record until the change is saved.
  @Override
  public void undo(StepContext context) {
    ChangePlan plan = ChangePlan.of(context);
    LiveContainer live = parts.live(context);
    if (plan.live() && live.runtime().isPresent()) {
      Map<String, List<String>> old = live.runtime().map(RuntimeRecord::applied).orElseThrow();
      try {
        crew.restore(live, plan.changed(), old);
      } finally {
        applyRest(live, plan.changed(), old);
      }
    }
  }
}
