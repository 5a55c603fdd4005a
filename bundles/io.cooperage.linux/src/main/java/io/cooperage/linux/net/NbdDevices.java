package io.cooperage.linux.net;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.DeviceNumber;
import io.cooperage.linux.file.DirectoryCalls;
import io.cooperage.linux.file.DirectoryEntry;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Network block devices: devices of the kernel that whoever is at the other end of a socket serves.
 * Any thread may call; other programs on the host may make devices meanwhile.
 *
 * @see <a href="https://github.com/torvalds/linux/blob/master/include/uapi/linux/nbd-netlink.h">
 *     linux/nbd-netlink.h</a>
 */
public final class NbdDevices implements AutoCloseable {
  /** The longest name of a device's server, in bytes: sysfs shows it on one page. */
  public static final int NAME_LIMIT = 3500;

  private static final Path BLOCK = Path.of("/sys/block");
  private static final int BLOCK_DEVICES = 100_000;
  private static final int TEXT_LIMIT = 8192;

  private static final int VERSION = 1;
  private static final int CONNECT = 1;
  private static final int DISCONNECT = 2;
  private static final int RECONFIGURE = 3;
  private static final int INDEX = 1;
  private static final int SIZE = 2;
  private static final int BLOCK_SIZE = 3;
  private static final int TIMEOUT = 4;
  private static final int SERVER_FLAGS = 5;
  private static final int CLIENT_FLAGS = 6;
  private static final int SOCKETS = 7;
  private static final int DEAD_TIMEOUT = 8;
  private static final int NAME = 10;
  private static final int SOCKET_ITEM = 1;
  private static final int SOCKET_FD = 1;
  private static final long HAS_FLAGS_READ_ONLY = 1 | 2;
  private static final long DISCONNECT_ON_CLOSE = 2;
  private static final int SECTOR = 512;

  private final GenericFamily family;

  private NbdDevices(GenericFamily family) {
    this.family = family;
  }

  /** Opens the way to them; empty if the kernel has none, or has not loaded its module. */
  public static Optional<NbdDevices> open() {
    return GenericFamily.find("nbd", VERSION).map(NbdDevices::new);
  }

  /**
   * Makes a read-only device. It stays until it is disconnected.
   *
   * @param name of the server, at most {@link #NAME_LIMIT} bytes; whoever reconnects must know it
   * @param size in bytes, a multiple of 512
   * @param socket a connected stream; the kernel keeps its own descriptor
   * @param answer how long a request may take; then the connection counts as dead
   * @param absence how long requests wait for another connection when there is none
   * @return the N of {@code /dev/nbdN}
   */
  public int connect(String name, long size, OwnedFd socket, Duration answer, Duration absence) {
    if (name.getBytes(StandardCharsets.UTF_8).length > NAME_LIMIT) {
      throw new LinuxException("netlink", Errno.ENAMETOOLONG.number(), "NBD_CMD_CONNECT " + name);
    }
    NetlinkRequest request =
        family
            .message(CONNECT, "NBD_CMD_CONNECT " + name)
            .attribute(SIZE, size)
            .attribute(BLOCK_SIZE, (long) SECTOR)
            .attribute(TIMEOUT, answer.toSeconds())
            .attribute(DEAD_TIMEOUT, absence.toSeconds())
            .attribute(SERVER_FLAGS, HAS_FLAGS_READ_ONLY)
            .attribute(NAME, name)
            .nest(SOCKETS, sockets(socket))
            .build();
    return family.ask(request).number(INDEX);
  }

  /**
   * Gives a device whose connection has ended another one. While the kernel has not seen that end,
   * it confirms this too, and lets go of the socket.
   *
   * @throws LinuxException EINVAL if the device is not there, or is another server's
   */
  public void reconnect(int index, String name, OwnedFd socket) {
    family.apply(reconfigure(index, name).nest(SOCKETS, sockets(socket)).build());
  }

  /** Makes a device end with its last user from now on. */
  public void endWithLastUser(int index, String name) {
    family.apply(reconfigure(index, name).attribute(CLIENT_FLAGS, DISCONNECT_ON_CLOSE).build());
  }

  /** Ends a device, whoever uses it. One that is not there is no error. */
  public void disconnect(int index) {
    try {
      family.apply(
          family
              .message(DISCONNECT, "NBD_CMD_DISCONNECT nbd" + index)
              .attribute(INDEX, index)
              .build());
    } catch (LinuxException e) {
      if (!e.is(Errno.EINVAL)) {
        throw e;
      }
    }
  }

  /** Numbers of all devices in use whose servers have a name, and these. */
  public static Map<Integer, String> names() {
    Map<Integer, String> names = new TreeMap<>();
    try (OwnedFd block = OpenCalls.open(BLOCK, OpenFlag.DIRECTORY)) {
      DirectoryCalls.list(block, BLOCK_DEVICES).stream()
          .map(DirectoryEntry::name)
          .filter(name -> name.matches("nbd[0-9]{1,9}"))
          .map(name -> Integer.valueOf(name.substring(3)))
          .forEach(index -> name(index).ifPresent(name -> names.put(index, name)));
    }
    return names;
  }

  /** The name of a device's server; empty if there is none. */
  public static Optional<String> name(int index) {
    return attribute(index, "backend");
  }

  /** The device number of {@code /dev/nbdN}. */
  public static DeviceNumber number(int index) {
    String[] parts = attribute(index, "dev").orElse("").split(":", 3);
    if (parts.length != 2) {
      throw new LinuxException("open", Errno.ENODEV.number(), "/sys/block/nbd" + index);
    }
    return new DeviceNumber(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  @Override
  public void close() {
    family.close();
  }

  private NetlinkRequest.Builder reconfigure(int index, String name) {
    return family
        .message(RECONFIGURE, "NBD_CMD_RECONFIGURE nbd" + index)
        .attribute(INDEX, index)
        .attribute(NAME, name);
  }

  private static NetlinkRequest.Builder sockets(OwnedFd socket) {
    NetlinkRequest.Builder item = GenericFamily.nested().attribute(SOCKET_FD, socket.fd());
    return GenericFamily.nested().nest(SOCKET_ITEM, item);
  }

  private static Optional<String> attribute(int index, String name) {
    try (OwnedFd file = OpenCalls.open(BLOCK.resolve("nbd" + index).resolve(name))) {
      return Optional.of(FileCalls.readText(file, TEXT_LIMIT)).filter(text -> !text.isEmpty());
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT, Errno.ENXIO, Errno.ENODEV)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
