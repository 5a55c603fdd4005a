package io.cooperage.shell.job;

import io.cooperage.api.container.ContainerService;
import io.cooperage.api.job.JobInfo;
import io.cooperage.api.job.JobService;
import io.cooperage.shell.verb.ListingVerb;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct job list}. */
@Component(service = Verb.class)
public final class JobListVerb extends ListingVerb<JobInfo> {
  private final JobService jobs;
  private final ContainerService containers;

  @Activate
  public JobListVerb(@Reference JobService jobs, @Reference ContainerService containers) {
    super(
        Syntax.of("job", "list", "Lists the jobs that run, and the last that ended.")
            .example("ct job list"),
        "ID",
        "ACTION",
        "TARGET",
        "STATE",
        "STEP",
        "MESSAGE");
    this.jobs = jobs;
    this.containers = containers;
  }

  @Override
  protected List<JobInfo> items() {
    return jobs.list();
  }

  @Override
  protected List<String> row(JobInfo j) {
    return List.of(
        j.id(),
        j.action(),
        JobWords.target(containers, j),
        JobWords.state(j),
        j.step(),
        j.message());
  }
}
