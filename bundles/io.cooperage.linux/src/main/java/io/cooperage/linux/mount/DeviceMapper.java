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
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The kernel's device-mapper by its control device. Any thread may call; the devices belong to the
 * host and outlive this object. Source: the kernel's include/uapi/linux/dm-ioctl.h, interface 4.
 */
public final class DeviceMapper implements AutoCloseable {
  private static final Path CONTROL = Path.of("/dev/mapper/control");
  private static final long COMMAND = 0xC138FD00L;
  private static final int VERSION = 0;
  private static final int LIST = 2;
  private static final int CREATE = 3;
  private static final int REMOVE = 4;
  private static final int RESUME = 6;
  private static final int LOAD = 9;
  private static final int READ_ONLY = 1;
  private static final int BUFFER_FULL = 1 << 8;
  private static final int DEFERRED = 1 << 17;
  private static final int HEADER = 312;
  private static final int NAME_OFFSET = 48;
  private static final int NAME_LIMIT = 127;
  private static final int SPEC = 40;
  private static final int LIST_ROOM = 1 << 20;

  private final OwnedFd control;

  private DeviceMapper(OwnedFd control) {
    this.control = control;
  }

  /**
   * Opens the control device.
   *
   * @throws LinuxException ENOENT or ENODEV when the kernel has no device-mapper or has not loaded
   *     it
   */
  public static DeviceMapper open() {
    OwnedFd control = OpenCalls.open(CONTROL, OpenFlag.READ_WRITE);
    DeviceMapper mapper = new DeviceMapper(control);
    try (Scratch scratch = new Scratch()) {
      mapper.call(VERSION, "version", mapper.header(scratch, HEADER, "", 0));
      return mapper;
    } catch (LinuxException e) {
      control.close();
      throw e;
    }
  }

  /**
   * Makes a read-only device. It is there until it is removed.
   *
   * @param name unique on the host, at most 127 bytes
   * @param table without gaps
   * @throws LinuxException EBUSY for a name that is taken; EINVAL for a table that a target refuses
   */
  public DeviceNumber create(String name, List<MapperTarget> table) {
    DeviceNumber number;
    try (Scratch scratch = new Scratch()) {
      Scratch.Block block = header(scratch, HEADER, name, READ_ONLY);
      call(CREATE, "DM_DEV_CREATE " + name, block);
      number = DeviceNumber.ofPacked(block.bytes().getLong(40));
    }
    try (Scratch scratch = new Scratch()) {
      byte[] targets = encode(table);
      Scratch.Block block = header(scratch, HEADER + targets.length, name, READ_ONLY);
      block.bytes().putInt(20, table.size());
      block.bytes().put(HEADER, targets);
      call(LOAD, "DM_TABLE_LOAD " + name, block);
      call(RESUME, "DM_DEV_SUSPEND " + name, header(scratch, HEADER, name, 0));
      return number;
    } catch (RuntimeException e) {
      remove(name);
      throw e;
    }
  }

  /**
   * Removes a device now, or with its last user. One that is not there is no error.
   *
   * @see <a href="https://man7.org/linux/man-pages/man8/dmsetup.8.html">dmsetup(8), deferred</a>
   */
  public void remove(String name) {
    try (Scratch scratch = new Scratch()) {
      call(REMOVE, "DM_DEV_REMOVE " + name, header(scratch, HEADER, name, DEFERRED));
    } catch (LinuxException e) {
      if (!e.is(Errno.ENXIO)) {
        throw e;
      }
    }
  }

  /** Names of all devices of the host. */
  public List<String> names() {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block block = header(scratch, LIST_ROOM, "", 0);
      call(LIST, "DM_LIST_DEVICES", block);
      if ((block.bytes().getInt(28) & BUFFER_FULL) != 0) {
        throw new LinuxException(Syscall.IOCTL.title(), Errno.E2BIG.number(), "DM_LIST_DEVICES");
      }
      return decode(block.bytes());
    }
  }

  @Override
  public void close() {
    control.close();
  }

  private void call(int number, String about, Scratch.Block block) {
    Kernel.call(Syscall.IOCTL, about, control.fd(), COMMAND | number, block.address());
  }

  private Scratch.Block header(Scratch scratch, int size, String name, int flags) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > NAME_LIMIT) {
      throw new IllegalArgumentException("the device name " + name);
    }
    Scratch.Block block = scratch.block(size);
    block.bytes().putInt(0, 4).putInt(12, size).putInt(16, HEADER).putInt(28, flags);
    block.bytes().put(NAME_OFFSET, bytes);
    return block;
  }

  private static byte[] encode(List<MapperTarget> table) {
    List<byte[]> parameters =
        table.stream().map(t -> t.parameters().getBytes(StandardCharsets.UTF_8)).toList();
    int size = parameters.stream().mapToInt(DeviceMapper::specSize).sum();
    ByteBuffer all = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    int at = 0;
    for (int i = 0; i < table.size(); i++) {
      MapperTarget target = table.get(i);
      int next = specSize(parameters.get(i));
      all.putLong(at, target.start()).putLong(at + 8, target.length()).putInt(at + 20, next);
      all.put(at + 24, target.type().getBytes(StandardCharsets.US_ASCII));
      all.put(at + SPEC, parameters.get(i));
      at += next;
    }
    return all.array();
  }

  // The text ends with a zero byte; the next one begins at a multiple of 8.
  private static int specSize(byte[] parameters) {
    return (SPEC + parameters.length + 1 + 7) / 8 * 8;
  }

  private static List<String> decode(ByteBuffer reply) {
    List<String> names = new ArrayList<>();
    int at = reply.getInt(16);
    int next = reply.getLong(at) == 0 ? 0 : 1;
    while (next != 0) {
      next = reply.getInt(at + 8);
      int end = at + 12;
      while (reply.get(end) != 0) {
        end++;
      }
      byte[] name = new byte[end - at - 12];
      reply.get(at + 12, name);
      names.add(new String(name, StandardCharsets.UTF_8));
      at += next;
    }
    return names;
  }
}
