package io.cooperage.controller.io;

import static io.cooperage.controller.io.IoParameters.IOLIMIT;
import static io.cooperage.controller.io.IoParameters.IOPRIO;
import static io.cooperage.controller.io.IoParameters.IOPSLIMIT;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.linux.thread.WatchThread;
import io.cooperage.spi.cgroup.Subsystem;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.EventSink;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.controller.UsageSink;
import io.cooperage.spi.controller.Watch;
import io.cooperage.spi.kernel.BlockDevice;
import io.cooperage.spi.node.HostFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Limits a CT on its own disk, and its reads of the template on the disk that it shares. What was
 * never set from here is never reset from here.
 */
@Component(service = ResourceController.class)
public final class IoController implements ResourceController {
  private static final Duration ROUND = Duration.ofSeconds(10);

  /** What was last asked of a CT; a fresh instance is told by its first apply. */
  private final Map<ContainerId, ParameterValues> asked = new ConcurrentHashMap<>();

  /** The disks of CTs since their start: to look one up costs more than the whole sample. */
  private final Map<ContainerId, BlockDevice> disks = new ConcurrentHashMap<>();

  /** The kernel's throttle tells nobody when it holds a request back. */
  private final WatchThread<WatchedDisk> watches;

  /** Watches once there is something to watch. */
  @Activate
  public IoController() {
    this(ROUND);
  }

  IoController(Duration round) {
    this.watches = WatchThread.looking("cooperage-io-limits", round, WatchedDisk::look);
  }

  /** Ends the thread that watches. */
  @Deactivate
  public void deactivate() {
    watches.close();
  }

  @Override
  public String name() {
    return "io";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return IoParameters.ALL;
  }

  @Override
  public List<Problem> validate(ParameterValues proposed, HostFacts host) {
    List<Problem> problems = new ArrayList<>();
    if (host.feature("cgroup.io").equals("none")) {
      for (Parameter<?> parameter : parameters()) {
        proposed.texts(parameter).stream()
            .map(text -> lacking(parameter, text, "the blkio or io controller", ""))
            .forEach(problems::add);
      }
    } else if (proposed.isSet(IOPRIO)
        && host.feature(WeightFeature.NAME).equals(WeightFeature.NONE)) {
      problems.add(
          lacking(
              IOPRIO,
              proposed.texts(IOPRIO).get(0),
              "a disk with the bfq scheduler, or iocost",
              "echo bfq >/sys/block/DISK/queue/scheduler, or use iolimit"));
    }
    return List.copyOf(problems);
  }

  private static Problem lacking(Parameter<?> parameter, String text, String what, String remedy) {
    return new Problem(parameter.name(), text, "needs " + what + ", which this host lacks", remedy);
  }

  @Override
  public void apply(Cell cell, ParameterValues total) {
    ParameterValues before = asked.getOrDefault(cell.id(), ParameterValues.empty());
    if (IoParameters.limited(total) || IoParameters.limited(before)) {
      limit(cell, IoParameters.limits(total));
    }
    if (total.isSet(IOPRIO) || before.isSet(IOPRIO)) {
      group(cell).weight(Priority.weight(total.get(IOPRIO).orElse(Priority.USUAL)));
    }
    asked.put(cell.id(), total);
  }

  private static void limit(Cell cell, Limits limits) {
    IoGroup group = group(cell);
    Optional<BlockDevice> disk = cell.disk();
    if (disk.isEmpty() && !limits.none()) {
      throw new ContainerException(
          ErrorCode.UNSUPPORTED,
          "CT " + cell.id() + " has no disk of its own that iolimit or iopslimit could hold",
          "its storage must give each CT a block device");
    }
    if (!group.throttles() && !limits.none()) {
      throw new ContainerException(
          ErrorCode.UNSUPPORTED,
          "CT " + cell.id() + ": there is no " + group.bytesKnob(),
          "Does the CT run? A kernel needs CONFIG_BLK_DEV_THROTTLING.");
    }
    disk.ifPresent(d -> group.limit(d.number(), limits));
    cell.sharedDisks().forEach(d -> group.limit(d.number(), limits.ofTemplate()));
  }

  private static IoGroup group(Cell cell) {
    return IoGroup.of(cell.cgroup(Subsystem.IO));
  }

  @Override
  public List<Effective> readBack(Cell cell) {
    if (!cell.has(Subsystem.IO)) {
      return List.of();
    }
    IoGroup group = group(cell);
    List<Effective> inForce = new ArrayList<>();
    ParameterValues wanted = asked.getOrDefault(cell.id(), ParameterValues.empty());
    Optional<BlockDevice> disk = cell.disk();
    if (disk.isPresent() && group.throttles()) {
      Limits limits = group.limits(disk.get().number());
      String bytes = group.bytesKnob() + template(cell, group, limits);
      inForce.add(rates(IOLIMIT, limits.bytes(), bytes, wanted));
      inForce.add(rates(IOPSLIMIT, limits.operations(), group.operationsKnob(), wanted));
    }
    group.weight().ifPresent(w -> inForce.add(priority(w, group.weightKnob())));
    return List.copyOf(inForce);
  }

  /** No limit, in the word that was used to ask for it. */
  private static Effective rates(
      Parameter<Rates> parameter, Rates rates, String where, ParameterValues wanted) {
    return rates.none() && !wanted.isSet(parameter)
        ? Effective.unlimited(parameter, where)
        : Effective.of(parameter, rates, where);
  }

  private static String template(Cell cell, IoGroup group, Limits limits) {
    StringBuilder words = new StringBuilder();
    if (limits.bytes().read() > 0) {
      for (BlockDevice shared : cell.sharedDisks()) {
        boolean held = group.limits(shared.number()).equals(limits.ofTemplate());
        words
            .append("; reads of the template on ")
            .append(shared.path())
            .append(held ? " are held to half as much again" : " are not held");
      }
    }
    return words.toString();
  }

  private static Effective priority(long weight, String knob) {
    long priority = Priority.ofWeight(weight);
    boolean between = Priority.weight(priority) != weight;
    return Effective.of(IOPRIO, priority, knob + (between ? ", which is " + weight : ""));
  }

  @Override
  public List<Meter> meters() {
    return DiskUse.ALL;
  }

  @Override
  public boolean rests() {
    return true;
  }

  @Override
  public void usage(Cell cell, UsageSink sink) {
    BlockDevice known = disks.get(cell.id());
    DiskUse.report(cell, known == null ? disk(cell) : Optional.of(known), sink);
  }

  private Optional<BlockDevice> disk(Cell cell) {
    Optional<BlockDevice> disk = cell.disk();
    disk.ifPresent(d -> disks.put(cell.id(), d));
    return disk;
  }

  @Override
  public Watch watch(Cell cell, EventSink sink) {
    Optional<BlockDevice> disk = cell.has(Subsystem.IO) ? disk(cell) : Optional.empty();
    if (disk.isEmpty()) {
      return Watch.none();
    }
    IoGroup group = group(cell);
    String device = disk.get().number();
    return watches.watch(
        cell.id(),
        new WatchedDisk(
            () -> IoParameters.limits(asked.getOrDefault(cell.id(), ParameterValues.empty())),
            () -> group.served(device),
            sink,
            System::nanoTime));
  }

  @Override
  public void release(Cell cell) {
    asked.remove(cell.id());
    disks.remove(cell.id());
  }
}
