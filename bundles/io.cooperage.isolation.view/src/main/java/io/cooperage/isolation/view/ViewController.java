package io.cooperage.isolation.view;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.parameter.Applies;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.api.parameter.ValueTypes;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.notify.AccessGate;
import io.cooperage.linux.thread.WatchThread;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.EventSink;
import io.cooperage.spi.controller.LaunchMounts;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.controller.Watch;
import io.cooperage.spi.kernel.BlockDevice;
import io.cooperage.spi.kernel.HostMount;
import io.cooperage.spi.node.NodeEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Covers the host's numbers in a CT's {@code /proc} and {@code /sys} by files that say the CT's
 * own. They are plain files, so that a CT with them can be checkpointed and none of its processes
 * ever waits for a daemon that is gone; they are renewed while somebody opens or reads them.
 */
@Component(service = ResourceController.class)
public final class ViewController implements ResourceController, LaunchMounts {
  static final Parameter<Boolean> PROCVIEW =
      Parameter.builder("procview", ValueTypes.flag())
          .description(
              "Whether /proc and /sys show the container's own CPUs, memory, swap, load and disk"
                  + " instead of the host's.")
          .group("isolation")
          .applies(Applies.RESTART)
          .defaultValue(true)
          .build();

  private static final Logger LOG = LoggerFactory.getLogger(ViewController.class);
  private static final Duration ROUND = Duration.ofSeconds(5);

  private final ViewFolder folder;
  private final HostView host;
  private final Optional<ViewGate> gate;
  private final WatchThread<ShownView> patrol;

  @Activate
  public ViewController(@Reference NodeEnvironment node) {
    this(new ViewFolder(node.runFolder(), Page.here()), HostView.ofHost(), gate());
  }

  ViewController(ViewFolder folder, HostView host, Optional<AccessGate> gate) {
    this.folder = folder;
    this.host = host;
    this.gate = gate.map(ViewGate::new);
    this.patrol = WatchThread.looking("cooperage-view-load", ROUND, this::look);
  }

  private static Optional<AccessGate> gate() {
    try {
      return Optional.of(AccessGate.open());
    } catch (LinuxException e) {
      LOG.warn(
          "what CTs see of their resources is up to 5 s old, for this kernel has no"
              + " permission events of fanotify: {}",
          e.getMessage());
      return Optional.empty();
    }
  }

  /** Files stay as they are then. */
  @Deactivate
  public void deactivate() {
    patrol.close();
    gate.ifPresent(ViewGate::close);
  }

  private void look(ShownView view) {
    view.look();
    if (gate.isEmpty()) {
      view.renewAll();
    }
  }

  @Override
  public String name() {
    return "view";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(PROCVIEW);
  }

  @Override
  public List<HostMount> mounts(ContainerId container, ParameterValues total) {
    return total.get(PROCVIEW).orElse(true) ? folder.make(container) : List.of();
  }

  /** Changes nothing: what a CT sees is fixed when it starts. */
  @Override
  public void apply(Cell cell, ParameterValues total) {
    if (cell.init().isEmpty()) {
      throw new ContainerException(ErrorCode.NOT_RUNNING, "container " + cell.id() + " is down");
    }
  }

  @Override
  public List<Effective> readBack(Cell cell) {
    return List.of(Effective.of(PROCVIEW, folder.has(cell.id(), run(cell)), "mounts over /proc"));
  }

  // No other run of the CT has an init that began then.
  private static String run(Cell cell) {
    return cell.init().map(init -> init.pid() + " " + init.startTime()).orElse("");
  }

  @Override
  public Watch watch(Cell cell, EventSink sink) {
    List<ViewFile> files = folder.open(cell.id(), run(cell));
    return files.isEmpty() ? Watch.none() : watch(cell, files);
  }

  private Watch watch(Cell cell, List<ViewFile> files) {
    ShownView view;
    try {
      Optional<BlockDevice> disk = disk(cell);
      view =
          new ShownView(
              files,
              new ViewedContainer(
                  cell, host, disk, ShownView.texts(files), before(cell.id(), disk)));
    } catch (RuntimeException e) {
      files.forEach(ViewFile::close);
      throw e;
    }
    try {
      gate.ifPresent(g -> g.add(view));
      if (gate.isEmpty()) {
        view.begin();
      }
      Watch load = patrol.watch(cell.id(), view);
      return () -> {
        load.close();
        end(view);
      };
    } catch (RuntimeException e) {
      end(view);
      throw e;
    }
  }

  private void end(ShownView view) {
    view.complete();
    gate.ifPresent(g -> g.remove(view));
    view.close();
  }

  // Whoever keeps the disk may be away; what the disk did is not shown then.
  private static Optional<BlockDevice> disk(Cell cell) {
    try {
      return cell.disk();
    } catch (ContainerException e) {
      LOG.warn("CT {} is not shown its disk: {}", cell.id(), e.getMessage());
      return Optional.empty();
    }
  }

  private DiskTraffic before(ContainerId id, Optional<BlockDevice> disk) {
    String now = ViewedContainer.disk(disk, host).line();
    return DiskTraffic.parse(folder.diskAtStart(id, now));
  }

  @Override
  public void release(Cell cell) {
    folder.remove(cell.id());
  }
}
