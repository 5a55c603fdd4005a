package io.cooperage.linux.file;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A piece of native memory that small files are read into again and again: it spares what making
 * one, or finding its address, costs at each read. Freed with this object. Not safe for use by
 * several threads.
 */
public final class ReadBuffer {
  private final ByteBuffer memory;
  private final byte[] bytes;
  private final long address;
  private int length;

  /** Makes one of so many bytes. */
  public ReadBuffer(int size) {
    memory = ByteBuffer.allocateDirect(size);
    bytes = new byte[size];
    address = Pointer.nativeValue(Native.getDirectBufferPointer(memory));
  }

  /**
   * Reads from the file's beginning by one {@code pread(2)}, at most as much as there is room.
   *
   * @return how many bytes were read; {@link #text} gives them until the next call
   * @throws io.cooperage.linux.LinuxException when the kernel refuses
   */
  public int read(OwnedFd file) {
    length = 0;
    length = (int) Kernel.call(Syscall.PREAD64, file.title(), file.fd(), address, bytes.length, 0);
    memory.get(0, bytes, 0, length);
    return length;
  }

  /** What was read last, as UTF-8, without the blanks and line ends at its end. */
  public String text() {
    int end = length;
    while (end > 0 && bytes[end - 1] >= 0 && bytes[end - 1] <= ' ') {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
