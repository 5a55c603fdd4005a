package io.cooperage.storage.ploop.image;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.LockCalls;
import io.cooperage.linux.file.OpenFlag;
import io.cooperage.storage.ploop.format.IdentityLayout;
import io.cooperage.storage.ploop.format.InUse;
import io.cooperage.storage.ploop.format.MalformedImageException;
import io.cooperage.storage.ploop.format.PloopHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * An image file that is open for writing and locked against every other user. The lock belongs to
 * the open file: handed to the loop driver, it lasts until the device is gone, whatever becomes of
 * this process. So whoever gets the lock knows that no device serves the image. One thread at a
 * time.
 */
public final class OpenImage implements AutoCloseable {
  private static final long FIRST_PAUSE_NANOS = 50_000;
  private static final long LONGEST_PAUSE_NANOS = 10_000_000;

  private final OwnedFd file;
  private PloopHeader header;

  private OpenImage(OwnedFd file, PloopHeader header) {
    this.file = file;
    this.header = header;
  }

  /**
   * Opens and locks an image, waiting for a device that is going away.
   *
   * @return empty if it is still in use after the patience
   * @throws MalformedImageException if it is missing or its header is bad
   */
  public static Optional<OpenImage> tryOpen(Path path, Duration patience) {
    OwnedFd file = existing(path, OpenFlag.READ_WRITE);
    try {
      if (!lock(file, patience)) {
        file.close();
        return Optional.empty();
      }
      return Optional.of(new OpenImage(file, PloopHeader.parse(new FileBytes(file))));
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Opens an image to be looked at, whoever uses it.
   *
   * @throws MalformedImageException if it is missing
   */
  public static OwnedFd look(Path path) {
    return existing(path);
  }

  private static OwnedFd existing(Path path, OpenFlag... flags) {
    try {
      return RegularFile.open(path, flags);
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT)) {
        throw new MalformedImageException("the image " + path + " is missing", e);
      }
      throw e;
    }
  }

  /**
   * As {@link #tryOpen}, for a caller who cannot go on without.
   *
   * @throws ContainerException IN_USE naming the file
   */
  public static OpenImage open(Path path, Duration patience) {
    return tryOpen(path, patience).orElseThrow(() -> inUse(path));
  }

  /**
   * Makes sure that no device serves a file, whatever is in it.
   *
   * @throws ContainerException IN_USE naming the file
   */
  public static void requireFree(OwnedFd file, Path path, Duration patience) {
    if (!lock(file, patience)) {
      throw inUse(path);
    }
  }

  /** The open file; it stays this object's own. */
  public OwnedFd file() {
    return file;
  }

  public PloopHeader header() {
    return header;
  }

  /** The layout of the image, checked against the size of the file. */
  public IdentityLayout layout() {
    IdentityLayout layout = IdentityLayout.of(header);
    layout.checkLength(bytes().size());
    return layout;
  }

  public FileBytes bytes() {
    return new FileBytes(file);
  }

  /** Sets the in-use mark and makes it durable; nothing is written if it is set so already. */
  public void mark(InUse state) {
    if (header.inUse() != state) {
      markUnflushed(state);
      FileCalls.syncData(file);
    }
  }

  /** Sets the in-use mark of an image that nobody relies on before its caller flushes it. */
  public void markUnflushed(InUse state) {
    ByteBuffer mark = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    FileCalls.write(file, mark.putInt(0, state.mark()), InUse.OFFSET);
    header = header.with(state);
  }

  /** Makes everything that was written to the image durable, then marks it as closed. */
  public void markClosed() {
    if (header.inUse() == InUse.OPEN) {
      FileCalls.sync(file);
      mark(InUse.CLOSED);
    }
  }

  /** Writes a header and makes it durable. */
  public void replaceHeader(PloopHeader replacement) {
    FileCalls.write(file, replacement.encode(), 0);
    FileCalls.sync(file);
    header = replacement;
  }

  @Override
  public void close() {
    file.close();
  }

  private static ContainerException inUse(Path path) {
    return new ContainerException(
        ErrorCode.IN_USE,
        "the image " + path + " is in use",
        "stop or unmount the container that uses it");
  }

  // The kernel can wake nobody when a loop device lets go of its file, except by a lock call that
  // cannot be ended in time; so ask again, ever more rarely.
  private static boolean lock(OwnedFd file, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    long pause = FIRST_PAUSE_NANOS;
    while (!LockCalls.tryLockRange(file, true, 0, 0)) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
    }
    return true;
  }
}
