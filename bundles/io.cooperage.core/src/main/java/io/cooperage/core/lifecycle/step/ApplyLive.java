package io.cooperage.core.lifecycle.step;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.guest.GuestParameters;
import io.cooperage.core.guest.GuestSettings;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.isolation.GuestFiles;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.spi.network.Attachment;
import io.cooperage.spi.store.RuntimeRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
      context.hold(ReadingsBefore.class, ReadingsBefore.of(live));
      context.hold(ChangeNotes.class, new ChangeNotes(apply(live, plan.changed(), plan.applied())));
    }
  }

  private List<String> apply(
      LiveContainer live, Set<String> changed, Map<String, List<String>> texts) {
    List<String> notes = new ArrayList<>(crew.applyChanged(live, changed, texts));
    notes.addAll(applyNetwork(live, changed, texts));
    notes.addAll(applyGuest(live, changed, texts));
    return notes;
  }

  private List<String> applyNetwork(
      LiveContainer live, Set<String> changed, Map<String, List<String>> texts) {
    boolean network =
        parts
            .catalog()
            .view(live.record().kinds())
            .slice(Family.NETWORK, live.kind(Family.NETWORK.name()))
            .filter(s -> s.ownsAny(changed))
            .isPresent();
    if (!network) {
      return List.of();
    }
    List<String> before = devices(live);
    List<String> notes = new ArrayList<>(plug.update(live, texts));
    // Rules and queues are on devices: on another one there are none yet.
    if (!devices(live).equals(before)) {
      notes.addAll(crew.applyAll(live, texts));
    }
    return notes;
  }

  private static List<String> devices(LiveContainer live) {
    return live.runtime().map(RuntimeRecord::attachments).orElse(List.of()).stream()
        .map(Attachment::hostDevice)
        .toList();
  }

  private List<String> applyGuest(
      LiveContainer live, Set<String> changed, Map<String, List<String>> texts) {
    if (changed.stream().anyMatch(GUEST::contains)) {
      configure(live, texts);
    }
    if (changed.contains(LiveContainer.HOSTNAME)) {
      return rename(live, hostname(live, texts)).stream().toList();
    }
    return List.of();
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
      List<ContainerException> failures = crew.restore(live, plan.changed(), old);
      if (!failures.isEmpty()) {
        // The patrol compares with what was in force before: what is not put back is drift.
        context.held(ReadingsBefore.class).ifPresent(r -> r.expectAgain(live));
      }
      attempt(failures, () -> applyNetwork(live, plan.changed(), old));
      attempt(failures, () -> applyGuest(live, plan.changed(), old));
      failIfAny(failures);
    }
  }

  private static void attempt(List<ContainerException> failures, Runnable part) {
    try {
      part.run();
    } catch (ContainerException e) {
      failures.add(e);
    }
  }

  // A provider that is away goes first: the job waits for it, and all is tried again.
  private static void failIfAny(List<ContainerException> failures) {
    for (ContainerException e : failures) {
      if (e.code() == ErrorCode.WAITING) {
        throw e;
      }
    }
    if (!failures.isEmpty()) {
      throw new ContainerException(
          failures.get(0).code(),
          failures.stream().map(ContainerException::getMessage).collect(Collectors.joining("; ")),
          "",
          failures.get(0));
    }
  }
}
