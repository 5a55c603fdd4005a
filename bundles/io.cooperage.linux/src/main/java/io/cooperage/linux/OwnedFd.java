package io.cooperage.linux;

import io.cooperage.spi.kernel.Descriptor;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file descriptor with exactly one owner, who must close it: no finaliser or cleaner does.
 * Closing twice is harmless, and use after closing is an error here and can never reach a
 * descriptor that the number was given to since.
 *
 * <p>Safe for use by several threads, but a thread must not close what another is still passing to
 * the kernel.
 */
public final class OwnedFd implements AutoCloseable {
  private static final int CLOSED = -1;
  private static final int F_DUPFD_CLOEXEC = 1030;

  private final AtomicInteger number;
  private final String title;

  private OwnedFd(int number, String title) {
    this.number = new AtomicInteger(number);
    this.title = title;
  }

  /**
   * Takes ownership of an open descriptor.
   *
   * @param number the descriptor, at least 0
   * @param title what it is, for error messages
   */
  public static OwnedFd adopt(int number, String title) {
    if (number < 0) {
      throw new IllegalArgumentException("not a file descriptor: " + number);
    }
    return new OwnedFd(number, title);
  }

  /**
   * Returns the descriptor's number for a call; ownership stays.
   *
   * @throws IllegalStateException after {@link #close()} or {@link #release()}
   */
  public int fd() {
    int fd = number.get();
    if (fd == CLOSED) {
      throw new IllegalStateException("the descriptor of " + title + " is closed");
    }
    return fd;
  }

  /** Returns a new descriptor, closed on exec, of the open file behind someone else's number. */
  public static OwnedFd duplicateOf(int number, String title) {
    return adopt((int) Kernel.call(Syscall.FCNTL, title, number, F_DUPFD_CLOEXEC, 0), title);
  }

  /** Returns a second descriptor of the same open file, closed on exec. */
  public OwnedFd duplicate() {
    return duplicateOf(fd(), title);
  }

  /** Hands ownership over to the value in which descriptors cross the contracts. */
  public Descriptor toDescriptor() {
    return Descriptor.owning(release(), fd -> Kernel.attempt(Syscall.CLOSE, fd));
  }

  /** Gives ownership up: the caller must see to it that the number is closed. */
  public int release() {
    int fd = number.getAndSet(CLOSED);
    if (fd == CLOSED) {
      throw new IllegalStateException("the descriptor of " + title + " is closed");
    }
    return fd;
  }

  /**
   * Returns the name under which this process can open the same file again; valid as long as this
   * stays open. The kernel follows it to the file itself, whatever its path has become.
   */
  public Path path() {
    return Path.of("/proc/self/fd/" + fd());
  }

  /** Returns what this descriptor is, for messages. */
  public String title() {
    return title;
  }

  /** Returns whether {@link #close()} and {@link #release()} have not been called. */
  public boolean isOpen() {
    return number.get() != CLOSED;
  }

  @Override
  public void close() {
    int fd = number.getAndSet(CLOSED);
    if (fd != CLOSED) {
      // On Linux the number is free even when close(2) reports an error, so there is nothing to
      // repeat.
      Kernel.attempt(Syscall.CLOSE, fd);
    }
  }

  @Override
  public String toString() {
    int fd = number.get();
    return title + (fd == CLOSED ? " (closed)" : " (descriptor " + fd + ")");
  }
}
