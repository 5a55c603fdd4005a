package io.cooperage.storage.ploop.mount;

import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileStatus;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.LoopDevices;
import io.cooperage.linux.mount.LoopStatus;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which loop device serves which file. What it remembers is a guess that the kernel is asked about
 * each time; the host is searched only when the guess is wrong. Any thread may call.
 */
public final class LoopTable {
  private final Map<Key, Integer> known = new ConcurrentHashMap<>();

  /** Remembers a device that was just attached. */
  public void add(OwnedFd file, LoopDevice device) {
    known.put(Key.of(StatusCalls.status(file)), device.index());
  }

  /**
   * Finds the device that serves a file and opens it read-only: as long as it is open, the device
   * cannot come to serve another file.
   */
  public Optional<LoopDevice> find(OwnedFd file) {
    Key key = Key.of(StatusCalls.status(file));
    Integer guess = known.get(key);
    Optional<LoopDevice> device = guess == null ? Optional.empty() : open(guess, key);
    if (device.isEmpty()) {
      known.clear();
      search();
      Integer found = known.get(key);
      device = found == null ? Optional.empty() : open(found, key);
    }
    return device;
  }

  private void search() {
    for (int index : LoopDevices.attached()) {
      try (LoopDevice device = LoopDevice.open(index, false)) {
        device.status().ifPresent(status -> known.put(Key.of(status), index));
      } catch (LinuxException e) {
        // It went away since it was listed.
        known.values().remove(index);
      }
    }
  }

  private static Optional<LoopDevice> open(int index, Key key) {
    LoopDevice device;
    try {
      device = LoopDevice.open(index, false);
    } catch (LinuxException e) {
      return Optional.empty();
    }
    if (device.status().map(Key::of).filter(key::equals).isPresent()) {
      return Optional.of(device);
    }
    device.close();
    return Optional.empty();
  }

  private record Key(long fileSystem, long inode) {
    static Key of(FileStatus status) {
      return new Key(status.fileSystem().packed(), status.inode());
    }

    static Key of(LoopStatus status) {
      return new Key(status.fileSystem().packed(), status.inode());
    }
  }
}
