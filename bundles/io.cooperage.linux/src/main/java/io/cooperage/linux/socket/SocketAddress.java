package io.cooperage.linux.socket;

import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.OpenFlag;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.ToLongFunction;

/** The {@code sockaddr_un} of a path of any length. */
final class SocketAddress {
  private static final short AF_UNIX = 1;
  private static final int SIZE = 110;
  private static final int PATH_LIMIT = 107;

  private SocketAddress() {}

  /**
   * Runs a call with the address of a path; a long path is reached through a descriptor of its
   * folder.
   */
  static long with(Path path, ToLongFunction<Scratch.Block> call) {
    if (path.toString().getBytes(StandardCharsets.UTF_8).length <= PATH_LIMIT) {
      return with(path.toString(), call);
    }
    Path folder = path.getParent();
    if (folder == null) {
      throw new LinuxException("connect", Errno.ENAMETOOLONG.number(), path.toString());
    }
    try (OwnedFd directory = OpenCalls.open(folder, OpenFlag.PATH, OpenFlag.DIRECTORY)) {
      return with(directory.path().resolve(path.getFileName()).toString(), call);
    }
  }

  private static long with(String path, ToLongFunction<Scratch.Block> call) {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > PATH_LIMIT) {
      throw new LinuxException("connect", Errno.ENAMETOOLONG.number(), path);
    }
    try (Scratch scratch = new Scratch()) {
      Scratch.Block address = scratch.block(SIZE);
      address.bytes().putShort(AF_UNIX).put(bytes);
      return call.applyAsLong(address);
    }
  }
}
