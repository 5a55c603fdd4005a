package io.cooperage.linux.file;

import io.cooperage.linux.Errno;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Extended attributes of open files. A descriptor opened with {@link OpenFlag#PATH} is refused by
 * the kernel (EBADF).
 */
public final class XattrCalls {
  private static final int LIMIT = 65536;

  private XattrCalls() {}

  /** Returns an attribute's value (at most 64 KiB), nothing when the file lacks it. */
  public static Optional<byte[]> get(OwnedFd file, String name) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block value = scratch.room(LIMIT);
      long length =
          Kernel.attempt(
              Syscall.FGETXATTR, file.fd(), scratch.text(name), value.address(), value.size());
      if (length == -Errno.ENODATA.number()) {
        return Optional.empty();
      }
      if (length < 0) {
        throw new LinuxException(
            Syscall.FGETXATTR.title(), (int) -length, name + " of " + file.title());
      }
      byte[] bytes = new byte[(int) length];
      value.bytes().get(bytes);
      return Optional.of(bytes);
    }
  }

  /** Sets an attribute, replacing its old value. */
  public static void set(OwnedFd file, String name, byte[] value) {
    try (Scratch scratch = new Scratch()) {
      Kernel.call(
          Syscall.FSETXATTR,
          name + " of " + file.title(),
          file.fd(),
          scratch.text(name),
          scratch.copy(ByteBuffer.wrap(value)).address(),
          value.length,
          0);
    }
  }

  /** Removes an attribute. */
  public static void remove(OwnedFd file, String name) {
    try (Scratch scratch = new Scratch()) {
      Kernel.call(
          Syscall.FREMOVEXATTR, name + " of " + file.title(), file.fd(), scratch.text(name));
    }
  }
}
