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
  private Optional<Pipe> stop = Optional.empty();
  private boolean closed;

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
    try {
      channel().close();
      FileSystemContext.open(TYPE).close();
      return Optional.empty();
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
    try (OwnedFd channel = channel();
        OwnedFd mount = mount(channel)) {
      begin(text(image), image.again(), channel);
      // Opening waits for the server, which ends with the last user of the mount.
      try (OwnedFd file = OpenCalls.open(Path.of("/proc/self/fd/" + mount.fd()))) {
        return attach(file, FuseServer.size(image.disk()));
      }
    }
  }

  private static OwnedFd mount(OwnedFd channel) {
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
      int slot = freeSlot();
      FileCalls.write(name, ByteBuffer.wrap(text), 0);
      holder.hold(slotName(slot), List.of(channel, name));
      start(slot, disk, channel.duplicate());
    } catch (RuntimeException e) {
      disk.close();
      throw e;
    } finally {
      making.unlock();
    }
  }

  private int freeSlot() {
    for (int slot = 0; slot < MOST; slot++) {
      if (!served.containsKey(slot) && !isHeld(slot)) {
        return slot;
      }
    }
    throw new LinuxException(
        "open",
        Errno.EMFILE.number(),
        MOST + " images are attached by fuse, the most there can be");
  }

  private boolean isHeld(int slot) {
    Optional<List<OwnedFd>> held = holder.held(slotName(slot));
    held.ifPresent(descriptors -> descriptors.forEach(OwnedFd::close));
    return held.isPresent();
  }

  private static String slotName(int slot) {
    return "fuse-" + slot;
  }

  private void start(int slot, VirtualDisk disk, OwnedFd channel) {
    if (stop.isEmpty()) {
      stop = Optional.of(Pipe.open("end of fuse"));
    }
    OwnedFd told = stop.get().reading();
    Thread thread = new Thread(() -> serve(slot, disk, channel, told), "cooperage-fuse" + slot);
    thread.setDaemon(true);
    served.put(slot, thread);
    thread.start();
  }

  private void serve(int slot, VirtualDisk disk, OwnedFd channel, OwnedFd told) {
    boolean ended = true;
    try (disk;
        channel) {
      ended = new FuseServer(disk, channel, told).serve();
    } catch (RuntimeException e) {
      LOG.warn("an image that was attached by fuse is served no longer", e);
    } finally {
      if (ended) {
        holder.release(slotName(slot));
      }
      served.remove(slot);
    }
  }

  @Override
  public void resume() {
    for (int slot = 0; slot < MOST; slot++) {
      making.lock();
      try {
        int orphan = slot;
        if (!closed && !served.containsKey(slot)) {
          holder.held(slotName(slot)).ifPresent(descriptors -> adopt(orphan, descriptors));
        }
      } finally {
        making.unlock();
      }
    }
  }

  private void adopt(int slot, List<OwnedFd> descriptors) {
    try {
      OwnedFd channel = descriptors.get(0);
      String text = FileCalls.readText(descriptors.get(1), LONGEST_NAME);
      ServedImage image =
          ServedImage.parse(prefix, text)
              .orElseThrow(() -> new IllegalStateException("its name is of another version"));
      FuseServer.repeat(channel);
      start(slot, image.open(), channel.duplicate());
    } catch (RuntimeException e) {
      LOG.warn("an image that was attached by fuse is served no longer: {}", e.getMessage());
      holder.release(slotName(slot));
    } finally {
      descriptors.forEach(OwnedFd::close);
    }
  }

  @Override
  public void close() {
    making.lock();
    try {
      closed = true;
      if (stop.isPresent()) {
        stop.get().writing().close();
        List.copyOf(served.values()).forEach(FuseBackEnd::await);
        stop.get().reading().close();
        stop = Optional.empty();
      }
    } finally {
      making.unlock();
    }
  }

  private static void await(Thread thread) {
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
