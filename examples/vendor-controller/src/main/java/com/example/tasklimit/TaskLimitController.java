package com.example.tasklimit;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.api.parameter.ValueTypes;
import io.cooperage.spi.cgroup.CgroupDirectory;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.controller.UsageSink;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;

/**
 * Limits the processes and threads of a CT by the kernel's pids controller, alike on cgroup v1 and v2. Source:
 * Documentation/admin-guide/cgroup-v1/pids.rst and cgroup-v2.rst, "PID".
 */
@Component(service = ResourceController.class)
public final class TaskLimitController implements ResourceController {
  static final Parameter<Long> TASK_LIMIT =
      Parameter.builder("tasklimit", ValueTypes.integer(16, 4_194_304))
          .description("Most processes and threads that the CT may have at once.")
          .group("processes")
          .unit("tasks")
          .defaultText("unlimited")
          .build();

  private static final Meter TASKS =
      new Meter("tasklimit.tasks", "count", Meter.Kind.GAUGE, "Processes and threads now.");
  private static final Meter REFUSED =
      new Meter("tasklimit.refused", "count", Meter.Kind.COUNTER, "Forks that the limit refused.");

  private static final String LIMIT = "pids.max";
  private static final String UNLIMITED = "max";

  private final Set<ContainerId> limited = ConcurrentHashMap.newKeySet();

  @Override
  public String name() {
    return "tasklimit";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(TASK_LIMIT);
  }

  /** Another parameter may use the same knob: what was never set from here is not reset from here. */
  @Override
  public void apply(Cell cell, ParameterValues total) {
    Optional<Long> limit = total.get(TASK_LIMIT);
    if (limit.isPresent()) {
      limited.add(cell.id());
      cell.cgroup(Subsystem.PIDS).write(LIMIT, limit.get().toString());
    } else if (limited.remove(cell.id())) {
      cell.cgroup(Subsystem.PIDS).write(LIMIT, UNLIMITED);
    }
  }

  @Override
  public void release(Cell cell) {
    limited.remove(cell.id());
  }

  @Override
  public List<Effective> readBack(Cell cell) {
    CgroupDirectory pids = cell.cgroup(Subsystem.PIDS);
    String limit = pids.read(LIMIT);
    String where = "pids:" + LIMIT;
    return List.of(
        limit.equals(UNLIMITED)
            ? Effective.unlimited(TASK_LIMIT, where)
            : Effective.of(TASK_LIMIT, Long.valueOf(limit), where));
  }

  @Override
  public List<Meter> meters() {
    return List.of(TASKS, REFUSED);
  }

  @Override
  public void usage(Cell cell, UsageSink sink) {
    CgroupDirectory pids = cell.cgroup(Subsystem.PIDS);
    pids.readIfPresent("pids.current").ifPresent(n -> sink.put(TASKS, Long.parseLong(n)));
    pids.readIfPresent("pids.events")
        .flatMap(TaskLimitController::refused)
        .ifPresent(n -> sink.put(REFUSED, n));
  }

  /** Reads the line {@code max N} of pids.events. */
  static Optional<Long> refused(String events) {
    return events
        .lines()
        .map(line -> line.split(" ", 2))
        .filter(words -> words.length == 2 && words[0].equals(UNLIMITED))
        .map(words -> Long.valueOf(words[1].strip()))
        .findFirst();
  }
}
