package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.roster.LiveContainer;

/** Applies and reads back every controller while init waits. */
record ApplyParameters(EngineParts parts, ControllerCrew crew) implements Step {
  @Override
  public String name() {
    return "ApplyParameters";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    if (!context.value(Guards.UNGUARDED).equals("yes")) {
      Guards.require(parts, live);
    }
    crew.applyAll(live, live.record().parameters())
        .forEach(note -> parts.event("container.rounded", live, "starts with " + note));
  }

  @Override
  public void undo(StepContext context) {
    crew.release(parts.live(context));
  }
}
