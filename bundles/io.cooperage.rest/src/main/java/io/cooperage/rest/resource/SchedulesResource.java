package io.cooperage.rest.resource;

import io.cooperage.api.backup.BackupScheduleService;
import io.cooperage.api.backup.Retention;
import io.cooperage.rest.http.Exchange;
import io.cooperage.rest.http.Resource;
import io.cooperage.rest.http.Route;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code /1.0/backup-schedules} and {@code /1.0/containers/{ref}/backup-schedule}. */
@Component(service = Resource.class)
public final class SchedulesResource implements Resource {
  private static final String ONE = "/1.0/containers/{ref}/backup-schedule";
  private static final String TARGET = "target";
  private static final int USUAL_CHAIN = 30;

  private final BackupScheduleService schedules;

  @Activate
  public SchedulesResource(@Reference BackupScheduleService schedules) {
    this.schedules = schedules;
  }

  /** A schedule; every field but the first may be absent. */
  record ScheduleBody(String every, String target, Integer chain, KeepBody keep) {
    private Duration period() {
      try {
        return Duration.parse(String.valueOf(every));
      } catch (DateTimeException e) {
        throw Exchange.bad("every", String.valueOf(every), "must be an ISO 8601 duration");
      }
    }

    private Retention retention() {
      return keep == null ? Retention.EVERYTHING : keep.retention();
    }
  }

  /** What is kept; every field may be absent. */
  record KeepBody(int last, int hourly, int daily, int weekly, int monthly) {
    private Retention retention() {
      try {
        return new Retention(last, hourly, daily, weekly, monthly);
      } catch (IllegalArgumentException e) {
        throw Exchange.bad("keep", toString(), e.getMessage());
      }
    }
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/1.0/backup-schedules", x -> x.onlyQuery().json(schedules.list())),
        Route.put(ONE, this::set),
        Route.delete(ONE, this::delete));
  }

  private void set(Exchange x) throws IOException {
    ScheduleBody body = x.onlyQuery().body(ScheduleBody.class);
    x.json(
        schedules.set(
            x.container(),
            Optional.ofNullable(body.target()),
            body.period(),
            body.chain() == null ? USUAL_CHAIN : body.chain(),
            body.retention()));
  }

  private void delete(Exchange x) throws IOException {
    schedules.delete(x.container(), x.onlyQuery(TARGET).query(TARGET));
    x.noContent();
  }
}
