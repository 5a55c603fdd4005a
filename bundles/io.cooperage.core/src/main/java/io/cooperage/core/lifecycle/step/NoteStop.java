package io.cooperage.core.lifecycle.step;

import io.cooperage.core.job.Step;
import io.cooperage.core.job.StepContext;
import io.cooperage.core.roster.LiveContainer;

/** The last step of a stop: remembers whether the CT shall run again with the node, and says so. */
record NoteStop(EngineParts parts) implements Step {
  /** Journaled: "yes" if the node shall start it again. */
  static final String KEEP_WANTED = "keepWanted";

  /** Journaled: what the event says. */
  static final String REASON = "reason";

  @Override
  public String name() {
    return "NoteStop";
  }

  @Override
  public void run(StepContext context) {
    LiveContainer live = parts.live(context);
    if (!context.value(KEEP_WANTED).equals("yes")) {
      parts.keeper().wantRunning(live, false);
    }
    String reason = context.value(REASON);
    parts.event("container.stopped", live, reason.isEmpty() ? "was stopped" : reason);
  }
}
