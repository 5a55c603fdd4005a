package io.cooperage.storage.ploop.attach;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.Pipe;
import io.cooperage.linux.file.StatusCalls;
import io.cooperage.linux.mount.FileSystemContext;
import io.cooperage.linux.mount.LoopDevice;
import io.cooperage.linux.mount.LoopDevices;
import io.cooperage.linux.mount.MountAttribute;
import io.cooperage.storage.ploop.convert.VirtualDisk;
import io.cooperage.storage.ploop.format.PloopHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loop devices over a file of FUSE that a thread of this process serves through our own readers:
 * for every image that we can read, where the kernel has nothing better. The file has no name: its
 * mount is in no mount table. Between two daemons the keeper holds the channel, so that requests
 * wait.
 */
public final class FuseBackEnd implements BackEnd {
  private static final Logger LOG = LoggerFactory.getLogger(FuseBackEnd.class);
  private static final Path CHANNEL = Path.of("/dev/fuse");
  private static final String TYPE = "fuse";

  /** Images that can be attached at once. */
  private static final int MOST = 64;

  private static final int LONGEST_NAME = 8192;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String prefix;
  private final DescriptorHolder holder;
  private final Map<Integer, Thread> served = new ConcurrentHashMap<>();
  private final ReentrantLock making = new ReentrantLock();
  private Optional<Pipe> end = Optional.empty();
  private volatile boolean closed;

  /**
   * Devices of one node.
   *
   * @param pool root folder of the node's pool, which no two nodes share
   * @param holder the node's own
   */
  public FuseBackEnd(Path pool, DescriptorHolder holder) {
    this.prefix = NodePrefix.of(pool);
    this.holder = holder;
  }

  @Override
  public String name() {
    return "fuse";
  }

  @Override
  public Optional<String> missing() {
    // Before, readers would wait without end for a daemon that stays away, and so would its own
    // threads that mount: the process could not even be killed.
    if (KernelAge.before(6, 15)) {
      return Optional.of("the kernel is older than 6.15: it waits without end for whoever serves");
    }
    try {
      channel().close();
      FileSystemContext.open(TYPE).close();
      return LoopBackEnd.driverMissing();
    } catch (LinuxException e) {
      return Optional.of("the kernel has no fuse, or has not loaded the module fuse");
    }
  }

  private static OwnedFd channel() {
    return OpenCalls.open(CHANNEL, OpenFlag.READ_WRITE, OpenFlag.NON_BLOCKING);
  }

  @Override
  public boolean serves(DiskImage image) {
    return image.disk().size() >= PloopHeader.SECTOR && text(image).length <= LONGEST_NAME;
  }

  private byte[] text(DiskImage image) {
    return ServedImage.of(prefix, image).text().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public AttachedDevice attach(DiskImage image) {
    // Opening waits for the server, which ends with the last user of the mount.
    try (OwnedFd mount = served(image);
        OwnedFd file = OpenCalls.open(Path.of("/proc/self/fd/" + mount.fd()))) {
      return attach(file, FuseServer.size(image.disk()));
    }
  }

  /** A file system that is served: nobody but its server and the keeper has its channel then. */
  private OwnedFd served(DiskImage image) {
    try (OwnedFd channel = channel()) {
      OwnedFd mount = mount(channel);
      try {
        begin(text(image), image.again(), channel);
        return mount;
      } catch (RuntimeException e) {
        mount.close();
        throw e;
      }
    }
  }

  static OwnedFd mount(OwnedFd channel) {
    try (FileSystemContext context = FileSystemContext.open(TYPE)) {
      context
          .option("source", "cooperage")
          .option("fd", Integer.toString(channel.fd()))
          .option("rootmode", FuseServer.ROOT_MODE)
          .option("user_id", "0")
          .option("group_id", "0");
      return context
          .create()
          .mount(MountAttribute.READ_ONLY, MountAttribute.NO_SETUID, MountAttribute.NO_DEVICES);
    }
  }

  private static AttachedDevice attach(OwnedFd file, long size) {
    // Older kernels take the size that they know, which is nothing before they asked for it.
    if (StatusCalls.status(file).size() != size) {
      throw new LinuxException("stat", Errno.EIO.number(), "the size of " + file.title());
    }
    try (LoopDevice device = LoopDevices.attach(file, LoopBackEnd.readOnly())) {
      return new AttachedDevice(device.path(), device.descriptor().duplicate());
    }
  }

  private void begin(byte[] text, VirtualDisk disk, OwnedFd channel) {
    making.lock();
    try (OwnedFd name = OpenCalls.memory("image")) {
      if (closed) {
        throw new ContainerException(ErrorCode.WAITING, "the storage provider ends", "try again");
      }
      FileCalls.write(name, ByteBuffer.wrap(text), 0);
      int slot = hold(List.of(channel, name));
      try {
        OwnedFd own = channel.duplicate();
        start(slot, stop -> serve(disk, own, stop));
      } catch (RuntimeException e) {
        holder.release(slotName(slot));
        throw e;
      }
    } catch (RuntimeException e) {
      disk.close();
      throw e;
    } finally {
      making.unlock();
    }
  }

  private int hold(List<OwnedFd> descriptors) {
    for (int slot = 0; slot < MOST; slot++) {
      if (!served.containsKey(slot) && hold(slotName(slot), descriptors)) {
        return slot;
      }
    }
    throw new LinuxException(
        "open",
        Errno.EMFILE.number(),
        MOST + " images are attached by fuse, the most there can be");
  }

  private boolean hold(String name, List<OwnedFd> descriptors) {
    try {
      holder.hold(name, descriptors);
      return true;
    } catch (LinuxException e) {
      if (e.is(Errno.EEXIST)) {
        return false;
      }
      throw e;
    }
  }

  private static String slotName(int slot) {
    return "fuse-" + slot;
  }

  /** Serves until the end, or until the pipe tells that another process goes on. */
  private interface Service {
    void run(OwnedFd stop);
  }

  private void start(int slot, Service service) {
    if (end.isEmpty()) {
      end = Optional.of(Pipe.open("end of fuse"));
    }
    OwnedFd stop = end.get().reading();
    Thread thread = new Thread(() -> run(slot, service, stop), "cooperage-fuse" + slot);
    thread.setDaemon(true);
    served.put(slot, thread);
    thread.start();
  }

  private void run(int slot, Service service, OwnedFd stop) {
    try {
      service.run(stop);
    } catch (RuntimeException e) {
      LOG.warn("an image that was attached by fuse is served no longer: {}", e.getMessage(), e);
    }
    try {
      if (!closed) {
        holder.release(slotName(slot));
      }
    } catch (RuntimeException e) {
      LOG.warn("the keeper still holds {}", slotName(slot), e);
    } finally {
      served.remove(slot);
    }
  }

  private static void serve(VirtualDisk disk, OwnedFd channel, OwnedFd stop) {
    try (disk;
        channel) {
      new FuseServer(disk, channel, stop).serve();
    }
  }

  /** Returns at once: an image may lie in a file system that another one carries. */
  @Override
  public void resume() {
    making.lock();
    try {
      for (int slot = 0; slot < MOST && !closed; slot++) {
        if (!served.containsKey(slot)) {
          resume(slot);
        }
      }
    } finally {
      making.unlock();
    }
  }

  private void resume(int slot) {
    try {
      holder
          .held(slotName(slot))
          .ifPresent(descriptors -> start(slot, stop -> adopt(descriptors, stop)));
    } catch (RuntimeException e) {
      LOG.warn("what the keeper holds as {} is not resumed", slotName(slot), e);
    }
  }

  private void adopt(List<OwnedFd> descriptors, OwnedFd stop) {
    OwnedFd channel = descriptors.get(0);
    try (OwnedFd name = descriptors.get(1)) {
      ServedImage image =
          ServedImage.parse(prefix, FileCalls.readText(name, LONGEST_NAME))
              .orElseThrow(() -> new IllegalStateException("its name is of another version"));
      VirtualDisk disk = image.open();
      FuseServer.repeat(channel);
      serve(disk, channel, stop);
    } finally {
      channel.close();
    }
  }

  /** Whoever still reads from an image's files is not waited for without end. */
  @Override
  public void close() {
    making.lock();
    try {
      closed = true;
      end.ifPresent(pipe -> pipe.writing().close());
      Instant deadline = Instant.now().plus(PATIENCE);
      List.copyOf(served.values()).forEach(thread -> await(thread, deadline));
      if (served.isEmpty()) {
        end.ifPresent(pipe -> pipe.reading().close());
        end = Optional.empty();
      }
    } finally {
      making.unlock();
    }
  }

  private static void await(Thread thread, Instant deadline) {
    try {
      thread.join(Math.max(1, Duration.between(Instant.now(), deadline).toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
