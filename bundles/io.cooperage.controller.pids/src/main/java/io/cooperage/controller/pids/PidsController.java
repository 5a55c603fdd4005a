package io.cooperage.controller.pids;

import static io.cooperage.controller.pids.PidsParameters.NUMPROC;
import static io.cooperage.controller.pids.PidsParameters.NUMPTY;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.linux.thread.WatchThread;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Consequence;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.EventSink;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.controller.ResourceCount;
import io.cooperage.spi.controller.UsageSink;
import io.cooperage.spi.controller.Watch;
import io.cooperage.spi.node.HostFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Limits the tasks and the terminals of a CT. A knob that was never set from here is never reset
 * from here: it may be another controller's.
 */
@Component
public final class PidsController implements ResourceController {
  private static final Meter TASKS =
      new Meter("tasks.now", "count", Meter.Kind.GAUGE, "Processes and threads.");
  private static final Meter REFUSED =
      new Meter("tasks.refused", "count", Meter.Kind.COUNTER, "Forks that numproc refused.");

  private static final long USUAL_TERMINALS = 1024;
  private static final Duration ROUND = Duration.ofSeconds(2);

  /** What was last asked of a CT; a fresh instance is told by its first apply. */
  private final Map<ContainerId, ParameterValues> asked = new ConcurrentHashMap<>();

  private final long usual;

  /** A fork bomb is one event a round and not one a fork. */
  private final WatchThread<WatchedTasks> forks;

  /** Watches once there is something to watch. */
  @Activate
  public PidsController() {
    this(ROUND);
  }

  PidsController(Duration round) {
    this.usual = NodeTasks.usual();
    this.forks = WatchThread.looking("cooperage-pids-forks", round, WatchedTasks::look);
  }

  /** Ends the thread that watches. */
  @Deactivate
  public void deactivate() {
    forks.close();
  }

  @Override
  public String name() {
    return "pids";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return PidsParameters.ALL;
  }

  @Override
  public List<Problem> validate(ParameterValues proposed, HostFacts host) {
    return proposed.isSet(NUMPROC) && host.feature("cgroup.pids").equals("none")
        ? List.of(
            Problem.of(
                NUMPROC.name(),
                proposed.texts(NUMPROC).get(0),
                "needs the pids controller, which this host lacks"))
        : List.of();
  }

  @Override
  public void apply(Cell cell, ParameterValues total) {
    ParameterValues before = asked.getOrDefault(cell.id(), ParameterValues.empty());
    if (total.isSet(NUMPROC)) {
      group(cell).limit(PidsParameters.limit(total, NUMPROC));
    } else if (cell.has(Subsystem.PIDS)) {
      usualTasks(group(cell), before.isSet(NUMPROC));
    }
    if (total.isSet(NUMPTY)) {
      terminals(cell, PidsParameters.limit(total, NUMPTY).orElse(PidsParameters.MOST_TERMINALS));
    } else if (before.isSet(NUMPTY)) {
      terminals(cell, USUAL_TERMINALS);
    }
    asked.put(cell.id(), total);
  }

  /** A number that is there though numproc never set one is somebody else's. */
  private void usualTasks(TaskGroup group, boolean ours) {
    if (ours || group.limit().isEmpty()) {
      group.limit(OptionalLong.of(usual));
    }
  }

  private static TaskGroup group(Cell cell) {
    return new TaskGroup(cell.cgroup(Subsystem.PIDS), cell.idMap().privileged());
  }

  private static void terminals(Cell cell, long most) {
    try (Terminals terminals =
        cell.init()
            .flatMap(Terminals::open)
            .orElseThrow(
                () ->
                    new ContainerException(
                        ErrorCode.KERNEL,
                        "CT " + cell.id() + " has no terminals at /dev/pts to limit",
                        "Is a devpts mounted there inside the CT?"))) {
      if (terminals.limit() != most) {
        terminals.limit(most);
      }
    }
  }

  @Override
  public List<Effective> readBack(Cell cell) {
    List<Effective> inForce = new ArrayList<>();
    ParameterValues wanted = asked.getOrDefault(cell.id(), ParameterValues.empty());
    if (cell.has(Subsystem.PIDS)) {
      TaskGroup group = group(cell);
      inForce.add(effective(NUMPROC, group.limit(), group.knob(), wanted));
    }
    terminals(cell)
        .ifPresent(
            terminals -> {
              try (terminals) {
                long most = terminals.limit();
                boolean limited = most < PidsParameters.MOST_TERMINALS;
                OptionalLong limit = limited ? OptionalLong.of(most) : OptionalLong.empty();
                String where = "devpts max= of the CT's /dev/pts, which its root can raise";
                inForce.add(effective(NUMPTY, limit, where, wanted));
              }
            });
    return List.copyOf(inForce);
  }

  private static Optional<Terminals> terminals(Cell cell) {
    return cell.init().flatMap(Terminals::open);
  }

  private static Effective effective(
      Parameter<Long> parameter, OptionalLong inForce, String where, ParameterValues wanted) {
    if (inForce.isPresent()) {
      return Effective.of(parameter, inForce.getAsLong(), where);
    }
    boolean byWord = wanted.isSet(parameter) && PidsParameters.limit(wanted, parameter).isEmpty();
    boolean largest =
        parameter == NUMPTY
            && wanted.explicit(NUMPTY).filter(v -> v == PidsParameters.MOST_TERMINALS).isPresent();
    if (largest) {
      return Effective.of(parameter, PidsParameters.MOST_TERMINALS, where);
    }
    return byWord
        ? Effective.of(parameter, CountType.UNLIMITED, where)
        : Effective.unlimited(parameter, where);
  }

  @Override
  public List<Consequence> foresee(Cell cell, ParameterValues total) {
    List<Consequence> effects = new ArrayList<>();
    OptionalLong tasks = PidsParameters.limit(total, NUMPROC);
    if (tasks.isPresent() && cell.has(Subsystem.PIDS)) {
      TaskGroup group = group(cell);
      Foresight.tasks(group.held(), tasks.getAsLong()).ifPresent(effects::add);
      OptionalLong present = group.limit();
      boolean ours =
          asked.getOrDefault(cell.id(), ParameterValues.empty()).isSet(NUMPROC)
              || present.equals(OptionalLong.of(usual));
      if (!ours) {
        Foresight.owner(present, tasks.getAsLong(), group.knob()).ifPresent(effects::add);
      }
    }
    OptionalLong most = PidsParameters.limit(total, NUMPTY);
    if (most.isPresent()) {
      heldTerminals(cell)
          .flatMap(held -> Foresight.terminals(held, most.getAsLong()))
          .ifPresent(effects::add);
    }
    return List.copyOf(effects);
  }

  private static Optional<Long> heldTerminals(Cell cell) {
    return terminals(cell)
        .map(
            terminals -> {
              try (terminals) {
                return terminals.held();
              }
            });
  }

  @Override
  public List<ResourceCount> counts(Cell cell) {
    List<ResourceCount> counts = new ArrayList<>();
    if (cell.has(Subsystem.PIDS)) {
      Counts.tasks(group(cell)).ifPresent(counts::add);
    }
    terminals(cell)
        .ifPresent(
            terminals -> {
              try (terminals) {
                counts.add(Counts.terminals(terminals.held(), terminals.limit()));
              }
            });
    return List.copyOf(counts);
  }

  @Override
  public List<Meter> meters() {
    return List.of(TASKS, REFUSED);
  }

  @Override
  public boolean rests() {
    return true;
  }

  @Override
  public void usage(Cell cell, UsageSink sink) {
    if (cell.has(Subsystem.PIDS)) {
      TaskGroup group = group(cell);
      group.held().ifPresent(n -> sink.put(TASKS, n));
      group.refused().ifPresent(n -> sink.put(REFUSED, n));
    }
  }

  @Override
  public Watch watch(Cell cell, EventSink sink) {
    return cell.has(Subsystem.PIDS)
        ? forks.watch(cell.id(), new WatchedTasks(group(cell), sink))
        : Watch.none();
  }

  @Override
  public void release(Cell cell) {
    asked.remove(cell.id());
  }
}
