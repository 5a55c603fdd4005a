package io.cooperage.shell.job;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.JobInfo;
import io.cooperage.api.job.JobService;
import io.cooperage.shell.verb.Completion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Completes and finds jobs. */
final class JobWords implements Completion {
  private final JobService jobs;
  private final boolean ended;

  JobWords(JobService jobs, boolean ended) {
    this.jobs = jobs;
    this.ended = ended;
  }

  @Override
  public List<String> words(String prefix) {
    return jobs.list().stream().filter(j -> ended || !j.state().ended()).map(JobInfo::id).toList();
  }

  static JobInfo get(JobService jobs, String id) {
    return jobs.find(id)
        .orElseThrow(
            () ->
                new ContainerException(
                    ErrorCode.NO_SUCH_JOB, "there is no job " + id, "'ct job list' shows all"));
  }

  static String state(JobInfo job) {
    return job.state().name().toLowerCase(Locale.ROOT);
  }

  /** What a job works on: a container as people call it; its UUID says little to them. */
  static String target(ContainerService containers, JobInfo job) {
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
