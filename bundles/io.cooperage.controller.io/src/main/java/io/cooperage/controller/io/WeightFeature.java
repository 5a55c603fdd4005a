package io.cooperage.controller.io;

import io.cooperage.api.node.Finding;
import io.cooperage.api.node.Finding.Grade;
import io.cooperage.spi.node.HostProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Tells whether any disk of the host heeds weights: those of bfq, or all of them under iocost. */
@Component(service = HostProbe.class)
public final class WeightFeature implements HostProbe {
  /** {@code bfq DISK...}, {@code iocost} or {@code none}. */
  static final String NAME = "io.weight";

  static final String NONE = "none";

  private final Path devices;
  private final Path cost;

  @Activate
  public WeightFeature() {
    this(Path.of("/sys/block"), Path.of("/sys/fs/cgroup/io.cost.qos"));
  }

  WeightFeature(Path devices, Path cost) {
    this.devices = devices;
    this.cost = cost;
  }

  @Override
  public Map<String, String> features() {
    return Map.of(NAME, value());
  }

  private String value() {
    try {
      List<String> disks = bfq();
      if (!disks.isEmpty()) {
        return "bfq " + String.join(" ", disks);
      }
      boolean iocost = Files.isReadable(cost) && Files.readString(cost).contains("enable=1");
      return iocost ? "iocost" : NONE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> bfq() throws IOException {
    List<String> disks = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(devices)) {
      for (Path device : all) {
        Path scheduler = device.resolve("queue/scheduler");
        if (Files.isReadable(scheduler) && Files.readString(scheduler).contains("[bfq]")) {
          disks.add(device.getFileName().toString());
        }
      }
    }
    disks.sort(null);
    return disks;
  }

  @Override
  public List<Finding> findings() {
    String value = value();
    return List.of(
        value.equals(NONE)
            ? new Finding(
                "disk weights",
                Grade.DEGRADED,
                "no disk has the bfq scheduler, and iocost is off",
                "ioprio cannot be set; echo bfq >/sys/block/DISK/queue/scheduler")
            : new Finding("disk weights", Grade.GOOD, value, ""));
  }
}
