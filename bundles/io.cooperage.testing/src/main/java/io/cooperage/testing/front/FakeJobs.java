package io.cooperage.testing.front;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.JobInfo;
import io.cooperage.api.job.JobService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Jobs in the order in which they were made; by default each succeeds at once. */
public final class FakeJobs implements JobService {
  private final List<FakeJob<?>> jobs = new CopyOnWriteArrayList<>();
  private volatile boolean held;

  /** Jobs made from now on wait for the test. */
  public void hold() {
    held = true;
  }

  /** The newest job. */
  public FakeJob<?> last() {
    return jobs.get(jobs.size() - 1);
  }

  synchronized <T> FakeJob<T> start(String action, String target, Optional<T> result) {
    FakeJob<T> job = new FakeJob<>("j" + (jobs.size() + 1), action, target);
    jobs.add(job);
    return held ? job : job.succeed(result);
  }

  @Override
  public List<JobInfo> list() {
    List<JobInfo> newestFirst = new ArrayList<>();
    jobs.forEach(j -> newestFirst.add(0, j.info()));
    return newestFirst;
  }

  @Override
  public Optional<JobInfo> find(String id) {
    return list().stream().filter(j -> j.id().equals(id)).findFirst();
  }

  private FakeJob<?> get(String id) {
    return jobs.stream()
        .filter(j -> j.info().id().equals(id))
        .findFirst()
        .orElseThrow(() -> new ContainerException(ErrorCode.NO_SUCH_JOB, "there is no job " + id));
  }

  @Override
  public JobInfo await(String id, Duration timeout) {
    FakeJob<?> job = get(id);
    try {
      job.await(timeout);
    } catch (ContainerException e) {
      // The answer tells how it stands.
      return job.info();
    }
    return job.info();
  }

  @Override
  public void cancel(String id) {
    get(id).cancel();
  }
}
