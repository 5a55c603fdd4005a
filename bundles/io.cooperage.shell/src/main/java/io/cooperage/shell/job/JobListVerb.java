package io.cooperage.shell.job;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerFilter;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.job.JobInfo;
import io.cooperage.api.job.JobService;
import io.cooperage.shell.verb.Call;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Table;
import io.cooperage.shell.verb.Verb;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ct job list}. */
@Component(service = Verb.class)
public final class JobListVerb extends Verb {
  private final JobService jobs;
  private final ContainerService containers;

  @Activate
  public JobListVerb(@Reference JobService jobs, @Reference ContainerService containers) {
    super(
        Syntax.of("job", "list", "Lists the jobs that run, and the last that ended.")
            .json()
            .example("ct job list")
            .build());
    this.jobs = jobs;
    this.containers = containers;
  }

  @Override
  protected int run(Call call) {
    List<JobInfo> all = jobs.list();
    if (call.has("--json")) {
      call.json(all);
      return 0;
    }
    Table table = Table.of("ID", "ACTION", "TARGET", "STATE", "STEP", "MESSAGE");
    for (JobInfo j : all) {
      table.row(j.id(), j.action(), target(j), JobWords.state(j), j.step(), j.message());
    }
    table.print(call.out());
    return 0;
  }

  /** A container as people call it; its UUID says little to them. */
  private String target(JobInfo job) {
    return containers.list(ContainerFilter.all()).stream()
        .filter(c -> c.id().toString().equals(job.target()))
        .map(Container::displayName)
        .findFirst()
        .orElse(job.target());
  }
}
