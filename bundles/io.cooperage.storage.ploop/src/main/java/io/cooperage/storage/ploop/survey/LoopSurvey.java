package io.cooperage.storage.ploop.survey;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.node.PoolFlaw.Repair;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.file.DeviceNumber;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.LoopDevices;
import io.cooperage.spi.storage.PoolTenants;
import io.cooperage.spi.storage.PoolTenants.Standing;
import io.cooperage.storage.ploop.survey.Suspect.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Loop devices over images of CTs that do not run. A device that is mounted on the host, as that of
 * a snapshot, is in use. One that is mounted where it cannot be seen outlives being detached until
 * that mount ends.
 */
record LoopSurvey(Path containers, PoolTenants tenants) implements Survey {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final int DEVICE_FIELD = 2;
  private static final int LOOP_MAJOR = 7;

  @Override
  public List<Suspect> look() {
    List<Suspect> found = new ArrayList<>();
    for (int index : LoopDevices.attached()) {
      container(index)
          .filter(id -> idle(id) && served(index) && !mounted(index))
          .ifPresent(id -> found.add(suspect(index, id)));
    }
    return found;
  }

  private boolean idle(ContainerId id) {
    Standing standing = tenants.standing(id);
    return standing == Standing.IDLE || standing == Standing.UNKNOWN;
  }

  private Optional<ContainerId> container(int index) {
    Optional<Path> file = LoopDevices.backingFile(index).map(text -> Path.of(text.strip()));
    int depth = containers.getNameCount();
    return file.filter(f -> f.startsWith(containers) && f.getNameCount() > depth)
        .flatMap(f -> ContainerSurvey.id(containers.resolve(f.getName(depth))));
  }

  private boolean served(int index) {
    DeviceNumber pool = StatusCalls.status(containers).fileSystem();
    try (LoopDevice device = LoopDevice.open(index, false)) {
      return device.status().filter(s -> s.fileSystem().equals(pool)).isPresent();
    } catch (LinuxException e) {
      return false;
    }
  }

  private static boolean mounted(int index) {
    String device = LOOP_MAJOR + ":" + index;
    try (Stream<String> lines = Files.lines(MOUNTS)) {
      return lines.anyMatch(line -> line.split(" ", DEVICE_FIELD + 2)[DEVICE_FIELD].equals(device));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Suspect suspect(int index, ContainerId id) {
    Idle idle = new Idle(id, tenants);
    return new Suspect(
        "device",
        Path.of("/dev/loop" + index),
        0,
        "serves "
            + LoopDevices.backingFile(index).orElse("a disk").strip()
            + ", whose CT does not run",
        false,
        Repair.DETACH,
        () ->
            tenants.standing(id) == Standing.UNKNOWN
                ? detach(index, id)
                : idle.only(() -> detach(index, id)).mend());
  }

  private Outcome detach(int index, ContainerId id) {
    if (container(index).filter(id::equals).isEmpty() || !served(index) || mounted(index)) {
      return Outcome.left("it serves somebody else now");
    }
    try (LoopDevice device = LoopDevice.open(index, true)) {
      device.detach();
    }
    return served(index)
        ? Outcome.left("it ends with its last user, whom 'fuser' names")
        : Outcome.DONE;
  }
}
