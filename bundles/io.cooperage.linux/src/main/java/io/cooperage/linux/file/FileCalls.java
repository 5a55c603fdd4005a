package io.cooperage.linux.file;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.cooperage.linux.Errno;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reading, writing and sizing an open file. Offsets and lengths are bytes. Any thread may call;
 * position-less calls ({@code pread}, {@code pwrite}) do not disturb each other.
 */
public final class FileCalls {
  private static final int CHUNK = 64 * 1024;
  private static final long KEEP_SIZE = 1;
  private static final long PUNCH_HOLE = 2;
  private static final long SEEK_DATA = 3;
  private static final long SEEK_HOLE = 4;

  private FileCalls() {}

  /**
   * Reads into the remaining space of a buffer by {@code pread(2)}; a direct buffer is not copied.
   *
   * @return the number of bytes read, 0 at the end of the file
   */
  public static int read(OwnedFd file, ByteBuffer into, long offset) {
    if (into.isDirect()) {
      long read = transfer(Syscall.PREAD64, file, address(into), into.remaining(), offset);
      into.position(into.position() + (int) read);
      return (int) read;
    }
    try (Scratch scratch = new Scratch()) {
      Scratch.Block block = scratch.room(Math.max(1, into.remaining()));
      int read = (int) transfer(Syscall.PREAD64, file, block.address(), into.remaining(), offset);
      into.put(block.bytes().limit(read));
      return read;
    }
  }

  /** Writes all remaining bytes of a buffer by {@code pwrite(2)}; a direct buffer is not copied. */
  public static void write(OwnedFd file, ByteBuffer from, long offset) {
    try (Scratch scratch = new Scratch()) {
      long address = from.isDirect() ? address(from) : scratch.copy(from).address();
      int length = from.remaining();
      int done = 0;
      while (done < length) {
        done +=
            (int) transfer(Syscall.PWRITE64, file, address + done, length - done, offset + done);
      }
      from.position(from.limit());
    }
  }

  /**
   * Reads the file from its beginning to its end.
   *
   * @param limit the largest size in bytes that is accepted
   * @throws LinuxException EFBIG when the file is larger
   */
  public static byte[] readAll(OwnedFd file, int limit) {
    // Most files are of a few bytes: nothing larger is made on the heap for them.
    byte[] all = new byte[0];
    try (Scratch scratch = new Scratch()) {
      Scratch.Block block = scratch.room(Math.min(CHUNK, limit + 1));
      int read = (int) transfer(Syscall.PREAD64, file, block.address(), block.size(), 0);
      while (read > 0) {
        int before = all.length;
        if (before + read > limit) {
          throw new LinuxException("read", Errno.EFBIG.number(), file.title());
        }
        all = Arrays.copyOf(all, before + read);
        block.bytes().get(0, all, before, read);
        read = (int) transfer(Syscall.PREAD64, file, block.address(), block.size(), all.length);
      }
    }
    return all;
  }

  /** Reads a small text file, such as one of a cgroup, without its closing line break. */
  public static String readText(OwnedFd file, int limit) {
    return new String(readAll(file, limit), StandardCharsets.UTF_8).stripTrailing();
  }

  /** Writes a text in one call, as kernel interface files want it. */
  public static void writeText(OwnedFd file, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (Scratch scratch = new Scratch()) {
      long address = scratch.copy(ByteBuffer.wrap(bytes)).address();
      String about = file.title() + " (" + text.strip() + ")";
      long written = Kernel.call(Syscall.WRITE, about, file.fd(), address, bytes.length);
      if (written != bytes.length) {
        throw new LinuxException(Syscall.WRITE.title(), Errno.EIO.number(), about);
      }
    }
  }

  /** Makes content and size durable by {@code fsync(2)}. */
  public static void sync(OwnedFd file) {
    Kernel.call(Syscall.FSYNC, file.title(), file.fd());
  }

  /** Makes the content durable by {@code fdatasync(2)}. */
  public static void syncData(OwnedFd file) {
    Kernel.call(Syscall.FDATASYNC, file.title(), file.fd());
  }

  /** Makes the whole file system that the file lies on durable by {@code syncfs(2)}. */
  public static void syncFileSystem(OwnedFd file) {
    Kernel.call(Syscall.SYNCFS, file.title(), file.fd());
  }

  /** Sets the size; a longer file is sparse at its end. */
  public static void resize(OwnedFd file, long size) {
    Kernel.call(Syscall.FTRUNCATE, file.title(), file.fd(), size);
  }

  /** Reserves disk space for a range, growing the file to hold it. */
  public static void allocate(OwnedFd file, long offset, long length) {
    Kernel.call(Syscall.FALLOCATE, file.title(), file.fd(), 0, offset, length);
  }

  /** Gives the disk space of a range back; the range reads as zeros and the size stays. */
  public static void punchHole(OwnedFd file, long offset, long length) {
    Kernel.call(Syscall.FALLOCATE, file.title(), file.fd(), PUNCH_HOLE | KEEP_SIZE, offset, length);
  }

  /**
   * Returns the first offset at or after the given one that holds data, -1 when only holes follow.
   */
  public static long nextData(OwnedFd file, long offset) {
    return seek(file, offset, SEEK_DATA);
  }

  /**
   * Returns the first offset at or after the given one that lies in a hole, -1 when the offset is
   * past the end.
   */
  public static long nextHole(OwnedFd file, long offset) {
    return seek(file, offset, SEEK_HOLE);
  }

  private static long seek(OwnedFd file, long offset, long whence) {
    long found = Kernel.attempt(Syscall.LSEEK, file.fd(), offset, whence);
    if (found < 0 && found != -Errno.ENXIO.number()) {
      throw new LinuxException(Syscall.LSEEK.title(), (int) -found, file.title());
    }
    return Math.max(found, -1);
  }

  private static long transfer(Syscall call, OwnedFd file, long address, int length, long offset) {
    return Kernel.call(call, file.title(), file.fd(), address, length, offset);
  }

  private static long address(ByteBuffer direct) {
    return Pointer.nativeValue(Native.getDirectBufferPointer(direct)) + direct.position();
  }
}
