package io.cooperage.linux.mount;

import io.cooperage.linux.Errno;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.file.DirectoryEntry;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.FileStatus;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.linux.file.StatusCalls;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds and attaches loop devices. Any thread may call; other programs on the host may attach
 * devices meanwhile.
 */
public final class LoopDevices {
  private static final Path CONTROL = Path.of("/dev/loop-control");
  private static final Path BLOCK = Path.of("/sys/block");
  private static final long GET_FREE = 0x4C82;
  private static final long CONFIGURE = 0x4C0A;
  private static final int CONFIG_SIZE = 304;
  private static final int NAME_OFFSET = 8 + 56;
  private static final int NAME_SIZE = 64;
  private static final int ATTEMPTS = 200;
  private static final int BLOCK_DEVICES = 100_000;
  private static final int PATH_LIMIT = 8192;

  private LoopDevices() {}

  /**
   * Attaches a file to a free device.
   *
   * @param file opened for writing unless the request is read-only; borrowed
   * @param request how to attach it
   */
  public static LoopDevice attach(OwnedFd file, LoopRequest request) {
    for (int i = 0; i < ATTEMPTS; i++) {
      Optional<LoopDevice> device = tryAttach(file, request);
      if (device.isPresent()) {
        return device.get();
      }
    }
    throw new LinuxException(
        "ioctl",
        Errno.EBUSY.number(),
        "LOOP_CONFIGURE " + file.title() + ": no device stayed free");
  }

  /**
   * Returns the numbers of the devices that a file is attached to, found by inode and not by name.
   */
  public static List<Integer> attachedTo(OwnedFd file) {
    FileStatus status = StatusCalls.status(file);
    return attached().stream().filter(index -> isOf(index, status)).toList();
  }

  /** Returns the numbers of all devices in use. */
  public static List<Integer> attached() {
    try (OwnedFd block = OpenCalls.open(BLOCK, OpenFlag.DIRECTORY)) {
      return DirectoryCalls.list(block, BLOCK_DEVICES).stream()
          .map(DirectoryEntry::name)
          .filter(name -> name.matches("loop[0-9]+"))
          .map(name -> Integer.valueOf(name.substring(4)))
          .filter(index -> backingFile(index).isPresent())
          .sorted()
          .toList();
    }
  }

  /**
   * Returns the path of a device's file as the kernel tells it, nothing when the device is free.
   */
  public static Optional<String> backingFile(int index) {
    Path file = BLOCK.resolve("loop" + index + "/loop/backing_file");
    try (OwnedFd attribute = OpenCalls.open(file)) {
      return Optional.of(FileCalls.readText(attribute, PATH_LIMIT));
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT, Errno.ENXIO, Errno.ENODEV)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean isOf(int index, FileStatus file) {
    try (LoopDevice device = LoopDevice.open(index, false)) {
      return device
          .status()
          .filter(s -> s.inode() == file.inode() && s.fileSystem().equals(file.fileSystem()))
          .isPresent();
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT, Errno.ENXIO)) {
        return false;
      }
      throw e;
    }
  }

  private static Optional<LoopDevice> tryAttach(OwnedFd file, LoopRequest request) {
    int index;
    try (OwnedFd control = OpenCalls.open(CONTROL, OpenFlag.READ_WRITE)) {
      index = (int) Kernel.call(Syscall.IOCTL, "LOOP_CTL_GET_FREE", control.fd(), GET_FREE, 0);
    }
    LoopDevice device = LoopDevice.open(index, !request.readOnly());
    long result;
    try (Scratch scratch = new Scratch()) {
      Scratch.Block config = scratch.block(CONFIG_SIZE);
      encode(config.bytes(), file, request);
      result = Kernel.attempt(Syscall.IOCTL, device.descriptor().fd(), CONFIGURE, config.address());
    }
    if (result == 0) {
      return Optional.of(device);
    }
    device.close();
    if (result == -Errno.EBUSY.number() || result == -Errno.EINTR.number()) {
      return Optional.empty();
    }
    String about = "LOOP_CONFIGURE " + device.path() + " for " + file.title();
    throw new LinuxException("ioctl", (int) -result, about);
  }

  private static void encode(ByteBuffer b, OwnedFd file, LoopRequest request) {
    int flags = request.readOnly() ? LoopDevice.READ_ONLY : 0;
    flags |= request.autoclear() ? LoopDevice.AUTOCLEAR : 0;
    flags |= request.directIo() ? LoopDevice.DIRECT_IO : 0;
    b.putInt(0, file.fd()).putInt(4, request.sectorSize());
    b.putLong(8 + 24, request.offset()).putLong(8 + 32, request.sizeLimit());
    b.putInt(8 + 52, flags);
    byte[] name = file.title().getBytes(StandardCharsets.UTF_8);
    b.put(NAME_OFFSET, Arrays.copyOf(name, Math.min(name.length, NAME_SIZE - 1)));
  }
}
