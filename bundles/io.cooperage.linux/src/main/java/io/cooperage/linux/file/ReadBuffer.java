package io.cooperage.linux.file;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Syscall;
import java.nio.ByteBuffer;

/**
 * A piece of native memory that small files are read into again and again: it spares what making
 * one, or finding its address, costs at each read. Freed with this object. Not safe for use by
 * several threads.
 */
public final class ReadBuffer {
  private final ByteBuffer memory;
  private final long address;

  /** Makes one of so many bytes. */
  public ReadBuffer(int size) {
    memory = ByteBuffer.allocateDirect(size);
    address = Pointer.nativeValue(Native.getDirectBufferPointer(memory));
  }

  /**
   * Reads from the file's beginning by one {@code pread(2)}, at most as much as there is room.
   *
   * @return the bytes read
   * @throws io.cooperage.linux.LinuxException when the kernel refuses
   */
  public byte[] read(OwnedFd file) {
    int size = memory.capacity();
    int read = (int) Kernel.call(Syscall.PREAD64, file.title(), file.fd(), address, size, 0);
    byte[] bytes = new byte[read];
    memory.get(0, bytes);
    return bytes;
  }
}
