package io.cooperage.shell.job;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.JobInfo;
import io.cooperage.api.job.JobService;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct job cancel}. */
@Component(service = Verb.class)
public final class JobCancelVerb extends Verb {
  private final JobService jobs;

  @Activate
  public JobCancelVerb(@Reference JobService jobs) {
    super(
        Syntax.of("job", "cancel", "Stops a job; what it did is undone.")
            .argument("ID", new JobWords(jobs, false))
            .example("ct job cancel 4f2a")
            .build());
    this.jobs = jobs;
  }

  @Override
  protected int run(Call call) {
    JobInfo job = JobWords.get(jobs, call.places().get(0));
    if (job.state().ended()) {
      throw new ContainerException(
          ErrorCode.NO_SUCH_JOB,
          "job " + job.id() + " has ended already: " + JobWords.state(job),
          "'ct job list' shows those that run.");
    }
    jobs.cancel(job.id());
    call.out().println("Job " + job.id() + " was asked to stop.");
    return 0;
  }
}
