package io.cooperage.rest.resource;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.job.JobInfo;
import io.cooperage.api.job.JobService;
import io.cooperage.rest.http.Exchange;
import io.cooperage.rest.http.Resource;
import io.cooperage.rest.http.Route;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code /1.0/operations}: the jobs behind every 202. */
@Component(service = Resource.class)
public final class OperationsResource implements Resource {
  private static final String ALL = "/1.0/operations";
  private static final String ONE = "/1.0/operations/{id}";
  private static final int LONGEST = 600;

  private final JobService jobs;

  @Activate
  public OperationsResource(@Reference JobService jobs) {
    this.jobs = jobs;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(ALL, x -> x.onlyQuery().json(jobs.list())),
        Route.get(ONE, x -> x.json(get(x.onlyQuery()))),
        Route.get(ONE + "/wait", this::await),
        Route.delete(ONE, this::cancel));
  }

  private JobInfo get(Exchange x) {
    return jobs.find(x.path("id"))
        .orElseThrow(
            () ->
                new ContainerException(
                    ErrorCode.NO_SUCH_JOB, "there is no operation " + x.path("id")));
  }

  private void await(Exchange x) throws IOException {
    long seconds = x.onlyQuery("timeout").number("timeout", 60, 0, LONGEST);
    x.json(jobs.await(get(x).id(), Duration.ofSeconds(seconds)));
  }

  private void cancel(Exchange x) throws IOException {
    String id = get(x.onlyQuery()).id();
    jobs.cancel(id);
    x.json(202, get(x));
  }
}
