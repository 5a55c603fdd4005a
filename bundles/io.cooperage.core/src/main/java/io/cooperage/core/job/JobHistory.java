package io.cooperage.core.job;

import io.cooperage.api.job.JobInfo;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jobs that run and the last 200 that ended. */
final class JobHistory {
  private static final int KEPT = 200;

  private final Map<String, JobRun<?>> runs = new LinkedHashMap<>();

  synchronized void add(JobRun<?> run) {
    runs.put(run.info().id(), run);
    Iterator<JobRun<?>> oldest = runs.values().iterator();
    for (int surplus = runs.size() - KEPT; surplus > 0 && oldest.hasNext(); ) {
      if (oldest.next().info().state().ended()) {
        oldest.remove();
        surplus--;
      }
    }
  }

  synchronized Optional<JobRun<?>> find(String id) {
    return Optional.ofNullable(runs.get(id));
  }

  /** Newest first. */
  synchronized List<JobInfo> list() {
    List<JobInfo> all = new ArrayList<>();
    runs.values().forEach(r -> all.add(0, r.info()));
    return all;
  }
}
