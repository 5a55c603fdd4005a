package io.cooperage.shell.job;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.job.JobInfo;
import io.cooperage.api.job.JobService;
import io.cooperage.shell.verb.ListingVerb;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;
import java.util.List;
import java.util.Optional;
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
    return List.of(j.id(), j.action(), target(j), JobWords.state(j), j.step(), j.message());
  }

  /** A container as people call it; its UUID says little to them. */
  private String target(JobInfo job) {
    return id(job.target())
        .flatMap(id -> containers.find(ContainerRef.of(id)))
        .map(Container::displayName)
        .orElse(job.target());
  }

  private static Optional<ContainerId> id(String target) {
    try {
      return Optional.of(ContainerId.parse(target));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
