package io.cooperage.controller.devices;

import io.cooperage.api.parameter.JsonForm;
import io.cooperage.api.parameter.ValueType;
import io.cooperage.api.parameter.ValueTypes;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.file.FileStatus;
import io.cooperage.linux.file.FileType;
import io.cooperage.linux.file.StatusCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One entry of {@code devnodes} as vzctl writes it: {@code NAME:r|w|rw|none}.
 *
 * @param name below /dev, as {@code net/tun}
 */
record DeviceNode(String name, Access access) {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9_+.:-]*(/[A-Za-z0-9][A-Za-z0-9_+.:-]*){0,3}");
  private static final int LONGEST = 100;
  private static final String FOLDER = "/dev/";
  private static final Path DEV = Path.of("/dev");

  static ValueType<DeviceNode> type() {
    return ValueTypes.text(
        "NAME:r|w|rw|none", DeviceNode::parse, DeviceNode::format, JsonForm.string(), List.of());
  }

  private static DeviceNode parse(String text) {
    int colon = text.lastIndexOf(':');
    String name = colon < 0 ? "" : text.substring(0, colon);
    if (!NAME.matcher(name).matches() || name.length() > LONGEST) {
      throw new IllegalArgumentException(
          "must be NAME:r|w|rw|none with a NAME below /dev, as fuse:rw");
    }
    return new DeviceNode(name, Access.parse(text.substring(colon + 1)));
  }

  String format() {
    return name + ":" + access.format();
  }

  /** The same path in the CT and on the host, but for links of the host. */
  String guestPath() {
    return guestPath(name);
  }

  static String guestPath(String name) {
    return FOLDER + name;
  }

  /** The name of what is at a path in the CT; empty if none of ours can be there. */
  static Optional<String> nameOf(String guestPath) {
    String name = guestPath.startsWith(FOLDER) ? guestPath.substring(FOLDER.length()) : "";
    return NAME.matcher(name).matches() ? Optional.of(name) : Optional.empty();
  }

  /** Permission bits of the host's node, 0 if there is none. */
  int permissions() {
    return onHost().map(path -> StatusCalls.status(path).permissions()).orElse(0);
  }

  /** The host's node, links followed; empty if there is none or it is no device. */
  private Optional<Path> onHost() {
    try {
      Path real = DEV.resolve(name).toRealPath();
      return real.startsWith(DEV) && device(real).isPresent()
          ? Optional.of(real)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The host's device; empty if there is none. */
  Optional<Device> device() {
    return onHost().flatMap(DeviceNode::device);
  }

  private static Optional<Device> device(Path node) {
    try {
      return device(StatusCalls.status(node));
    } catch (LinuxException e) {
      return Optional.empty();
    }
  }

  static Optional<Device> device(FileStatus status) {
    boolean block = status.type() == FileType.BLOCK_DEVICE;
    return block || status.type() == FileType.CHARACTER_DEVICE
        ? Optional.of(Device.of(block, status.device()))
        : Optional.empty();
  }
}
