package io.cooperage.core.lifecycle.step;

import io.cooperage.api.container.ContainerState;
import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.spi.store.RuntimeRecord;

/** Makes the run known: once its runtime record is on disk a start is not undone any more. */
record Publish(EngineParts parts) implements Step {
  @Override
  public String name() {
    return "Publish";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    RuntimeRecord begun = live.runtime().orElseThrow();
    parts
        .keeper()
        .saveRuntime(
            live,
            new RuntimeRecord(
                live.id(),
                begun.sandbox(),
                begun.attachments(),
                live.record().parameters(),
                parts.clock().instant()));
    live.state(ContainerState.RUNNING);
    parts.event("container.started", live, "was started");
    reportUnowned(live);
    if (!live.record().wantRunning()) {
      // Durable, so it is slow; nobody needs to wait, and adoption makes it good after a crash.
      parts
          .jobs()
          .quietly(
              context.target(),
              () -> {
                if (live.state() == ContainerState.RUNNING) {
                  parts.keeper().wantRunning(live, true);
                }
              });
    }
  }

  private void reportUnowned(LiveContainer live) {
    parts
        .catalog()
        .view(live.record().kinds())
        .unowned(live.record().parameters())
        .forEach(
            n ->
                parts.event(
                    "parameter.unowned", live, "runs without its " + n + ": no controller"));
  }
}
