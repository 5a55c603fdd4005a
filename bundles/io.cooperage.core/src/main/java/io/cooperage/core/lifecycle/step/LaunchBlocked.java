package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.provider.Family;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.cgroup.CgroupHandles;
import io.cooperage.spi.cgroup.CgroupProvider;
import io.cooperage.spi.isolation.IsolationProvider;
import io.cooperage.spi.isolation.LaunchRequest;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.spi.kernel.HostMount;
import io.cooperage.spi.storage.MountedVolume;
import io.cooperage.spi.store.RuntimeRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Starts init up to its gate. */
record LaunchBlocked(EngineParts parts, ConsoleLogs consoles, ControllerCrew crew) implements Step {
  @Override
  public String name() {
    return "LaunchBlocked";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    MountedVolume root =
        context
            .held(MountedVolume.class)
            .orElseThrow(() -> new ContainerException(ErrorCode.INTERNAL, "root is not mounted"));
    Sandbox sandbox;
    try (CgroupHandles handles =
        parts.leases().call(Family.CGROUP, "", c -> c.initHandles(live.id()))) {
      LaunchRequest request = request(live, root, handles);
      sandbox =
          parts.leases().call(Family.ISOLATION, live.kind("isolation"), i -> i.launch(request));
    }
    // The root lives in the CT's own mount namespace from here on.
    context.take(MountedVolume.class).ifPresent(MountedVolume::close);
    live.runtime(
        java.util.Optional.of(
            new RuntimeRecord(live.id(), sandbox, List.of(), Map.of(), parts.clock().instant())));
  }

  private LaunchRequest request(LiveContainer live, MountedVolume root, CgroupHandles handles) {
    return new LaunchRequest(
        live.id(),
        live.hostname(),
        live.record().idMap(),
        root.root(),
        handles,
        parts.descriptor(live),
        mounts(live),
        parts.values(live, Family.ISOLATION, live.record().parameters()),
        root.folders());
  }

  // Those that were asked for come last, and lie above.
  private List<HostMount> mounts(LiveContainer live) {
    List<HostMount> all = new ArrayList<>(crew.mounts(live, live.record().parameters()));
    all.addAll(live.record().mounts());
    return all;
  }

  @Override
  public void undo(StepContext context) {
    LiveContainer live = parts.live(context);
    String kind = live.kind("isolation");
    Set<Sandbox> sandboxes = sandboxes(live, kind);
    sandboxes.forEach(s -> consoles.keep(s));
    ContainerId id = live.id();
    if (parts.leases().call(Family.CGROUP, "", CgroupProvider::present).contains(id)) {
      parts.leases().run(Family.CGROUP, "", c -> c.killAll(id));
    }
    sandboxes.forEach(s -> parts.leases().run(Family.ISOLATION, kind, i -> i.forget(s)));
    // Of a launch that failed they were not applied, but may have made what they wanted mounted.
    crew.release(live);
  }

  private Set<Sandbox> sandboxes(LiveContainer live, String kind) {
    Set<Sandbox> all = new LinkedHashSet<>();
    live.runtime().map(RuntimeRecord::sandbox).ifPresent(all::add);
    if (all.isEmpty()) {
      parts.leases().call(Family.ISOLATION, kind, IsolationProvider::present).stream()
          .filter(s -> s.container().equals(live.id()))
          .forEach(all::add);
    }
    return all;
  }
}
