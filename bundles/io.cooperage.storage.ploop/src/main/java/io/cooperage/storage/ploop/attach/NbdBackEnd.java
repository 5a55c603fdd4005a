package io.cooperage.storage.ploop.attach;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.net.NbdDevices;
import io.cooperage.linux.socket.StreamSocket;
import io.cooperage.storage.ploop.convert.VirtualDisk;
import io.cooperage.storage.ploop.format.PloopHeader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Network block devices of the kernel that a thread of this process serves through our own readers:
 * for every image that we can read, compressed ones too. Between two daemons requests wait; the
 * kernel keeps the name of the image, by which the next one goes on.
 */
public final class NbdBackEnd implements BackEnd {
  private static final Logger LOG = LoggerFactory.getLogger(NbdBackEnd.class);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration ABSENCE = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long PAUSE = 10_000_000;

  private final String prefix;
  private final Map<Integer, StreamSocket> served = new ConcurrentHashMap<>();
  private final ReentrantLock making = new ReentrantLock();

  /**
   * Devices of one node.
   *
   * @param pool root folder of the node's pool, which no two nodes share
   */
  public NbdBackEnd(Path pool) {
    this.prefix = NodePrefix.of(pool);
  }

  @Override
  public String name() {
    return "nbd";
  }

  @Override
  public Optional<String> missing() {
    if (KernelAge.before(5, 14)) {
      return Optional.of("the kernel is older than 5.14: it does not tell whose a device is");
    }
    try {
      devices().close();
      return Optional.empty();
    } catch (LinuxException e) {
      return Optional.of("the kernel has no nbd, or has not loaded the module nbd");
    }
  }

  private static NbdDevices devices() {
    return NbdDevices.open()
        .orElseThrow(() -> new LinuxException("netlink", Errno.ENOENT.number(), "family nbd"));
  }

  @Override
  public boolean serves(DiskImage image) {
    return image.disk().size() >= PloopHeader.SECTOR
        && name(image).getBytes(StandardCharsets.UTF_8).length <= NbdDevices.NAME_LIMIT;
  }

  private String name(DiskImage image) {
    return ServedImage.of(prefix, image).text();
  }

  @Override
  public AttachedDevice attach(DiskImage image) {
    String name = name(image);
    try (NbdDevices devices = devices()) {
      int index = connected(devices, name, image.again());
      try {
        AttachedDevice device =
            AttachedDevice.open(Path.of("/dev/nbd" + index), NbdDevices.number(index));
        // Not before: a program of the host that only looks at new devices would end it.
        devices.endWithLastUser(index, name);
        return device;
      } catch (RuntimeException e) {
        devices.disconnect(index);
        throw e;
      }
    }
  }

  private int connected(NbdDevices devices, String name, VirtualDisk disk) {
    List<StreamSocket> ends = StreamSocket.pair();
    making.lock();
    try (StreamSocket kernels = ends.get(0)) {
      long size = disk.size() / PloopHeader.SECTOR * PloopHeader.SECTOR;
      int index = devices.connect(name, size, kernels.descriptor(), ANSWER, ABSENCE);
      start(index, disk, ends.get(1));
      return index;
    } catch (RuntimeException e) {
      ends.get(1).close();
      disk.close();
      throw e;
    } finally {
      making.unlock();
    }
  }

  private void start(int index, VirtualDisk disk, StreamSocket socket) {
    served.put(index, socket);
    Thread thread = new Thread(() -> serve(index, disk, socket), "cooperage-nbd" + index);
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(int index, VirtualDisk disk, StreamSocket socket) {
    try (disk;
        socket) {
      new NbdServer(disk, socket).serve();
    } catch (RuntimeException e) {
      LOG.warn("the connection of /dev/nbd{} ended", index, e);
    } finally {
      served.remove(index, socket);
    }
  }

  @Override
  public void resume() {
    if (missing().isEmpty()) {
      try (NbdDevices devices = devices()) {
        orphans().forEach((index, name) -> adopt(devices, index, name));
      }
    }
  }

  private Map<Integer, String> orphans() {
    making.lock();
    try {
      Map<Integer, String> names = NbdDevices.names();
      names.keySet().removeAll(served.keySet());
      names.values().removeIf(name -> !name.startsWith(prefix + " "));
      return names;
    } finally {
      making.unlock();
    }
  }

  private void adopt(NbdDevices devices, int index, String name) {
    try {
      VirtualDisk disk =
          ServedImage.parse(prefix, name)
              .orElseThrow(() -> new IllegalStateException("its name is of another version"))
              .open();
      reconnect(devices, index, name, disk);
      if (unused(index)) {
        devices.disconnect(index);
      }
    } catch (RuntimeException e) {
      LOG.warn("/dev/nbd{} ends, its image is served no longer: {}", index, e.getMessage());
      devices.disconnect(index);
    }
  }

  private void reconnect(NbdDevices devices, int index, String name, VirtualDisk disk) {
    try {
      Instant end = Instant.now().plus(PATIENCE);
      Optional<StreamSocket> taken = tryReconnect(devices, index, name);
      while (taken.isEmpty() && Instant.now().isBefore(end)) {
        LockSupport.parkNanos(PAUSE);
        taken = tryReconnect(devices, index, name);
      }
      start(index, disk, taken.orElseThrow(() -> new IllegalStateException("it is served")));
    } catch (RuntimeException e) {
      disk.close();
      throw e;
    }
  }

  // The kernel may not have seen yet that the connection before has ended: then it drops this one.
  private static Optional<StreamSocket> tryReconnect(NbdDevices devices, int index, String name) {
    List<StreamSocket> ends = StreamSocket.pair();
    StreamSocket ours = ends.get(1);
    try (StreamSocket kernels = ends.get(0)) {
      devices.reconnect(index, name, kernels.descriptor());
    } catch (RuntimeException e) {
      ours.close();
      throw e;
    }
    if (ours.ended()) {
      ours.close();
      return Optional.empty();
    }
    return Optional.of(ours);
  }

  private static boolean unused(int index) {
    try (OwnedFd alone = OpenCalls.open(Path.of("/dev/nbd" + index), OpenFlag.EXCLUSIVE)) {
      return alone.isOpen();
    } catch (LinuxException e) {
      if (e.is(Errno.EBUSY)) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    served.values().forEach(StreamSocket::end);
  }
}
