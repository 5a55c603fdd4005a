package io.cooperage.linux.mount;

import io.cooperage.linux.Errno;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import io.cooperage.linux.file.DeviceNumber;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An open loop device. Closing lets go of the descriptor only: with autoclear the device then ends
 * as soon as nothing else uses it (a mount does), without autoclear it stays until {@link
 * #detach()}.
 *
 * <p>The file's content is complete on disk only after the device is gone: wait until {@link
 * LoopDevices#backingFile(int)} is empty before touching the file.
 *
 * @see <a href="https://man7.org/linux/man-pages/man4/loop.4.html">loop(4)</a>
 */
public final class LoopDevice implements AutoCloseable {
  static final int READ_ONLY = 1;
  static final int AUTOCLEAR = 4;
  static final int DIRECT_IO = 16;

  private static final int MAJOR = 7;
  private static final long CLR_FD = 0x4C01;
  private static final long SET_STATUS64 = 0x4C04;
  private static final long GET_STATUS64 = 0x4C05;
  private static final long SET_CAPACITY = 0x4C07;
  private static final int INFO_SIZE = 232;

  private final int index;
  private final OwnedFd device;

  LoopDevice(int index, OwnedFd device) {
    this.index = index;
    this.device = device;
  }

  /** Opens the device with the given number, in use or not. */
  public static LoopDevice open(int index, boolean writable) {
    OpenFlag access = writable ? OpenFlag.READ_WRITE : OpenFlag.READ_ONLY;
    return new LoopDevice(index, OpenCalls.open(path(index), access));
  }

  /** Returns the N of {@code /dev/loopN}. */
  public int index() {
    return index;
  }

  /** Returns its node in {@code /dev}. */
  public Path path() {
    return path(index);
  }

  /** Returns its device number. */
  public DeviceNumber number() {
    return new DeviceNumber(MAJOR, index);
  }

  /** Returns the open device, which stays this object's own. */
  public OwnedFd descriptor() {
    return device;
  }

  /** Returns what it is attached to, nothing when it is free. */
  public Optional<LoopStatus> status() {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block info = scratch.block(INFO_SIZE);
      long result = Kernel.attempt(Syscall.IOCTL, device.fd(), GET_STATUS64, info.address());
      if (result == -Errno.ENXIO.number()) {
        return Optional.empty();
      }
      if (result < 0) {
        throw new LinuxException("ioctl", (int) -result, "LOOP_GET_STATUS64 " + path());
      }
      return Optional.of(decode(info.bytes()));
    }
  }

  /** Takes over the file's new size. */
  public void refreshCapacity() {
    Kernel.call(Syscall.IOCTL, "LOOP_SET_CAPACITY " + path(), device.fd(), SET_CAPACITY, 0);
  }

  /** Sets whether the device ends with its last user. */
  public void setAutoclear(boolean autoclear) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block info = scratch.block(INFO_SIZE);
      Kernel.call(
          Syscall.IOCTL, "LOOP_GET_STATUS64 " + path(), device.fd(), GET_STATUS64, info.address());
      int flags = info.bytes().getInt(52);
      info.bytes().putInt(52, autoclear ? flags | AUTOCLEAR : flags & ~AUTOCLEAR);
      Kernel.call(
          Syscall.IOCTL, "LOOP_SET_STATUS64 " + path(), device.fd(), SET_STATUS64, info.address());
    }
  }

  /**
   * Ends the device: now when only this descriptor uses it, else with its last user. A free device
   * is no error.
   */
  public void detach() {
    long result = Kernel.attempt(Syscall.IOCTL, device.fd(), CLR_FD, 0);
    if (result < 0 && result != -Errno.ENXIO.number()) {
      throw new LinuxException("ioctl", (int) -result, "LOOP_CLR_FD " + path());
    }
  }

  @Override
  public void close() {
    device.close();
  }

  private static Path path(int index) {
    return Path.of("/dev/loop" + index);
  }

  private static LoopStatus decode(ByteBuffer b) {
    int flags = b.getInt(52);
    return new LoopStatus(
        DeviceNumber.ofPacked(b.getLong(0)),
        b.getLong(8),
        b.getLong(24),
        b.getLong(32),
        (flags & READ_ONLY) != 0,
        (flags & AUTOCLEAR) != 0,
        (flags & DIRECT_IO) != 0);
  }
}
