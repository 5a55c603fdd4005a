package io.cooperage.linux.file;

import io.cooperage.linux.Errno;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;

/**
 * Locks on open files. Both kinds belong to the open file, not to the process: they survive in a
 * duplicated or passed-on descriptor and end when its last copy is closed, also by a crash.
 */
public final class LockCalls {
  private static final int SHARED = 1;
  private static final int EXCLUSIVE = 2;
  private static final int UNLOCK = 8;
  private static final int NON_BLOCKING = 4;
  private static final int F_OFD_SETLK = 37;
  private static final short F_RDLCK = 0;
  private static final short F_WRLCK = 1;
  private static final short F_UNLCK = 2;
  private static final int FLOCK_SIZE = 32;

  private LockCalls() {}

  /**
   * Takes the whole-file lock of {@code flock(2)} unless another open file holds it; says whether
   * it was taken.
   */
  public static boolean tryLock(OwnedFd file, boolean exclusive) {
    int kind = (exclusive ? EXCLUSIVE : SHARED) | NON_BLOCKING;
    return taken(Syscall.FLOCK, Kernel.attempt(Syscall.FLOCK, file.fd(), kind), file);
  }

  /** Takes the whole-file lock of {@code flock(2)}, waiting as long as it is held elsewhere. */
  public static void lock(OwnedFd file, boolean exclusive) {
    Kernel.call(Syscall.FLOCK, file.title(), file.fd(), exclusive ? EXCLUSIVE : SHARED);
  }

  /** Gives the lock of {@code flock(2)} back. */
  public static void unlock(OwnedFd file) {
    Kernel.call(Syscall.FLOCK, file.title(), file.fd(), UNLOCK);
  }

  /**
   * Takes an open-file-description lock of a byte range ({@code F_OFD_SETLK}) unless it is held
   * elsewhere; says whether it was taken. An exclusive lock needs a file open for writing.
   *
   * @param length in bytes, 0 means to the end however far it grows
   */
  public static boolean tryLockRange(OwnedFd file, boolean exclusive, long start, long length) {
    return setRange(file, exclusive ? F_WRLCK : F_RDLCK, start, length);
  }

  /** Gives a range lock back. */
  public static void unlockRange(OwnedFd file, long start, long length) {
    setRange(file, F_UNLCK, start, length);
  }

  private static boolean setRange(OwnedFd file, short type, long start, long length) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block lock = scratch.block(FLOCK_SIZE);
      lock.bytes().putShort(0, type).putLong(8, start).putLong(16, length);
      long result = Kernel.attempt(Syscall.FCNTL, file.fd(), F_OFD_SETLK, lock.address());
      return taken(Syscall.FCNTL, result, file);
    }
  }

  private static boolean taken(Syscall call, long result, OwnedFd file) {
    if (result == -Errno.EAGAIN.number() || result == -Errno.EACCES.number()) {
      return false;
    }
    if (result < 0) {
      throw new LinuxException(call.title(), (int) -result, file.title());
    }
    return true;
  }
}
