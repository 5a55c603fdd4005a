package io.cooperage.linux.mount;

import io.cooperage.linux.Kernel;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A file system that is being configured for mounting: {@code fsopen}, {@code fsconfig}, {@code
 * fsmount}. What the file system logs about a refusal is part of the exception's message.
 *
 * <p>Each call happens with the calling thread's credentials. Not safe for use by several threads.
 */
public final class FileSystemContext implements AutoCloseable {
  private static final int CLOSE_ON_EXEC = 1;
  private static final int SET_FLAG = 0;
  private static final int SET_STRING = 1;
  private static final int SET_FD = 5;
  private static final int CREATE = 6;
  private static final int RECONFIGURE = 7;
  private static final int EMPTY_PATH = 8;
  private static final int MESSAGE_LIMIT = 4096;

  private final OwnedFd context;
  private final String type;

  private FileSystemContext(OwnedFd context, String type) {
    this.context = context;
    this.type = type;
  }

  /**
   * Begins a mount of a file system type.
   *
   * @throws LinuxException ENODEV when the kernel does not know the type
   */
  public static FileSystemContext open(String type) {
    try (Scratch scratch = new Scratch()) {
      long fd = Kernel.call(Syscall.FSOPEN, type, scratch.text(type), CLOSE_ON_EXEC);
      return new FileSystemContext(OwnedFd.adopt((int) fd, type), type);
    }
  }

  /**
   * Begins the change of a mounted file system, in whatever mount table it is. Most file systems
   * take an option that is not given back to its default.
   *
   * @param root the root of a mount of it
   * @throws LinuxException EINVAL when it is not a root
   */
  public static FileSystemContext pick(OwnedFd root) {
    try (Scratch scratch = new Scratch()) {
      long flags = CLOSE_ON_EXEC | EMPTY_PATH;
      long fd = Kernel.call(Syscall.FSPICK, root.title(), root.fd(), scratch.text(""), flags);
      return new FileSystemContext(OwnedFd.adopt((int) fd, root.title()), root.title());
    }
  }

  /** Sets an option that has a value; {@code source} names the device. */
  public FileSystemContext option(String key, String value) {
    try (Scratch scratch = new Scratch()) {
      configure(key + "=" + value, SET_STRING, scratch.text(key), scratch.text(value), 0);
    }
    return this;
  }

  /** Sets an option whose value is an open file; it is borrowed. */
  public FileSystemContext option(String key, OwnedFd value) {
    try (Scratch scratch = new Scratch()) {
      configure(key + "=" + value.title(), SET_FD, scratch.text(key), 0, value.fd());
    }
    return this;
  }

  /** Sets an option that has no value, such as {@code ro}. */
  public FileSystemContext flag(String key) {
    try (Scratch scratch = new Scratch()) {
      configure(key, SET_FLAG, scratch.text(key), 0, 0);
    }
    return this;
  }

  /** Makes the file system ready: reads its superblock, replays its journal. */
  public FileSystemContext create() {
    configure("create", CREATE, 0, 0, 0);
    return this;
  }

  /** Puts the options of a picked file system into force. */
  public void reconfigure() {
    configure("reconfigure", RECONFIGURE, 0, 0, 0);
  }

  /** Returns a detached mount of the file system after {@link #create()}. */
  public OwnedFd mount(MountAttribute... attributes) {
    long bits = MountAttribute.bits(Arrays.asList(attributes));
    long fd = Kernel.call(Syscall.FSMOUNT, type, context.fd(), CLOSE_ON_EXEC, bits);
    return OwnedFd.adopt((int) fd, type + " mount");
  }

  @Override
  public void close() {
    context.close();
  }

  private void configure(String about, int command, long key, long value, int auxiliary) {
    long result = Kernel.attempt(Syscall.FSCONFIG, context.fd(), command, key, value, auxiliary);
    if (result < 0) {
      String log = log();
      String detail = type + " " + about + (log.isEmpty() ? "" : " [" + log + "]");
      throw new LinuxException(Syscall.FSCONFIG.title(), (int) -result, detail);
    }
  }

  private String log() {
    StringBuilder log = new StringBuilder();
    try (Scratch scratch = new Scratch()) {
      Scratch.Block line = scratch.room(MESSAGE_LIMIT);
      long length = Kernel.attempt(Syscall.READ, context.fd(), line.address(), line.size());
      while (length > 0) {
        byte[] bytes = new byte[(int) length];
        line.bytes().get(0, bytes);
        log.append(log.length() == 0 ? "" : "; ");
        log.append(new String(bytes, StandardCharsets.UTF_8).strip());
        length = Kernel.attempt(Syscall.READ, context.fd(), line.address(), line.size());
      }
    }
    return log.toString();
  }
}
