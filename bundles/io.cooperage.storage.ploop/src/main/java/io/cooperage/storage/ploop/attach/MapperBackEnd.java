package io.cooperage.storage.ploop.attach;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DeviceNumber;
import io.cooperage.linux.mount.DeviceMapper;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.LoopDevices;
import io.cooperage.linux.mount.MapperTarget;
import io.cooperage.storage.ploop.convert.Piece;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The device-mapper over loop devices: for what lies anywhere in any number of files, as images of
 * Virtuozzo and their deltas do. What no file holds reads as zeros.
 */
public final class MapperBackEnd implements BackEnd {
  private final String prefix;
  private final ReentrantLock making = new ReentrantLock();

  /**
   * Devices of one node.
   *
   * @param pool root folder of the node's pool, which no two nodes share
   */
  public MapperBackEnd(Path pool) {
    this.prefix = NodePrefix.of(pool) + "-";
  }

  @Override
  public String name() {
    return "device-mapper";
  }

  @Override
  public Optional<String> missing() {
    try (DeviceMapper mapper = DeviceMapper.open()) {
      mapper.names();
      return Optional.empty();
    } catch (LinuxException e) {
      return Optional.of(
          "the kernel has no device-mapper, or has not loaded dm_mod: " + e.getMessage());
    }
  }

  @Override
  public boolean serves(DiskImage image) {
    return image.disk().size() >= MapperTarget.SECTOR
        && image
            .map()
            .filter(m -> m.pieces().stream().allMatch(MapperBackEnd::aligned))
            .isPresent();
  }

  private static boolean aligned(Piece piece) {
    return piece.shift() % MapperTarget.SECTOR == 0;
  }

  @Override
  public AttachedDevice attach(DiskImage image) {
    DiskMap map = image.map().orElseThrow();
    Map<OwnedFd, LoopDevice> loops = new HashMap<>();
    making.lock();
    try (DeviceMapper mapper = DeviceMapper.open()) {
      removeAbandoned(mapper);
      for (Piece piece : map.pieces()) {
        piece.file().ifPresent(f -> loops.computeIfAbsent(f, MapperBackEnd::loop));
      }
      return opened(mapper, table(map, loops));
    } finally {
      making.unlock();
      // The table holds them from now on.
      loops.values().forEach(LoopDevice::close);
    }
  }

  // Whoever died between making one and opening it left it; those in use stay.
  private void removeAbandoned(DeviceMapper mapper) {
    mapper.names().stream().filter(n -> n.startsWith(prefix)).forEach(mapper::remove);
  }

  private AttachedDevice opened(DeviceMapper mapper, List<MapperTarget> table) {
    String name = prefix + UUID.randomUUID();
    DeviceNumber number = mapper.create(name, table);
    Path path = Path.of("/dev/dm-" + number.minor());
    try {
      return AttachedDevice.open(path, number);
    } finally {
      // With its last user; at once if it could not be opened.
      mapper.remove(name);
    }
  }

  private static LoopDevice loop(OwnedFd file) {
    return LoopDevices.attach(file, LoopBackEnd.readOnly());
  }

  private static List<MapperTarget> table(DiskMap map, Map<OwnedFd, LoopDevice> loops) {
    List<MapperTarget> table = new ArrayList<>();
    long start = 0;
    for (Piece piece : map.pieces()) {
      // What is left of the last sector is no part of a device.
      long end = piece.end() / MapperTarget.SECTOR;
      if (end > start) {
        table.add(target(piece, start, end - start, loops));
        start = end;
      }
    }
    return table;
  }

  private static MapperTarget target(
      Piece piece, long start, long length, Map<OwnedFd, LoopDevice> loops) {
    if (piece.file().isEmpty()) {
      return MapperTarget.zero(start, length);
    }
    LoopDevice loop = loops.get(piece.file().get());
    long offset = start + piece.shift() / MapperTarget.SECTOR;
    return MapperTarget.linear(start, length, loop.number(), offset);
  }
}
