package io.cooperage.shell.job;

import io.cooperage.api.container.ContainerService;
import io.cooperage.api.job.JobInfo;
import io.cooperage.api.job.JobService;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Table;
import io.cooperage.shell.verb.Verb;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct job show}. */
@Component(service = Verb.class)
public final class JobShowVerb extends Verb {
  private final JobService jobs;
  private final ContainerService containers;

  @Activate
  public JobShowVerb(@Reference JobService jobs, @Reference ContainerService containers) {
    super(
        Syntax.of("job", "show", "Shows one job.")
            .argument("ID", new JobWords(jobs, true))
            .json()
            .example("ct job show 4f2a")
            .build());
    this.jobs = jobs;
    this.containers = containers;
  }

  @Override
  protected int run(Call call) {
    JobInfo j = JobWords.get(jobs, call.places().get(0));
    if (call.has("--json")) {
      call.json(j);
      return 0;
    }
    call.out().println("Job:      " + j.id());
    call.out().println("Action:   " + j.action() + " " + JobWords.target(containers, j));
    call.out().println("State:    " + JobWords.state(j));
    if (!j.step().isEmpty()) {
      String percent = j.percent() < 0 ? "" : " " + j.percent() + "%";
      call.out().println("Step:     " + j.step() + percent);
    }
    if (!j.message().isEmpty()) {
      call.out().println("Message:  " + Table.printable(j.message()));
    }
    call.out().println("Began:    " + j.createdAt());
    j.endedAt().ifPresent(at -> call.out().println("Ended:    " + at));
    return 0;
  }
}
