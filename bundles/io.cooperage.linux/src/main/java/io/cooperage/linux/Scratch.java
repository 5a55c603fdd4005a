package io.cooperage.linux;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Native memory for the length of one system call: strings and structures are placed in it and
 * their addresses passed to {@link Kernel}. All of it is freed on {@link #close()}; buffers
 * obtained from it must not be used afterwards.
 *
 * <p>Not safe for use by several threads.
 */
public final class Scratch implements AutoCloseable {
  private final List<Long> blocks = new ArrayList<>(4);

  /** Returns the address of a copy of the text in UTF-8, ended by a zero byte. */
  public long text(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    for (byte b : bytes) {
      if (b == 0) {
        throw new IllegalArgumentException("a string for the kernel contains a zero byte");
      }
    }
    long address = reserve(bytes.length + 1L);
    Pointer pointer = new Pointer(address);
    pointer.write(0, bytes, 0, bytes.length);
    pointer.setByte(bytes.length, (byte) 0);
    return address;
  }

  /** Returns a block for the kernel to fill; what it holds until then is undefined. */
  public Block room(int size) {
    long address = reserve(size);
    Pointer pointer = new Pointer(address);
    return new Block(address, pointer.getByteBuffer(0, size).order(ByteOrder.nativeOrder()));
  }

  /** Returns a zeroed block of the given size in bytes, in the machine's byte order. */
  public Block block(int size) {
    Block block = room(size);
    new Pointer(block.address()).clear(size);
    return block;
  }

  /**
   * Returns a block that holds a copy of the remaining bytes of a buffer, whose position is left
   * alone.
   */
  public Block copy(ByteBuffer source) {
    Block block = room(Math.max(1, source.remaining()));
    block.bytes().put(source.duplicate()).flip();
    return block;
  }

  @Override
  public void close() {
    blocks.forEach(Native::free);
    blocks.clear();
  }

  private long reserve(long size) {
    long address = Native.malloc(Math.max(1, size));
    if (address == 0) {
      throw new LinuxException("malloc", Errno.ENOMEM.number(), size + " bytes");
    }
    blocks.add(address);
    return address;
  }

  /**
   * A piece of native memory.
   *
   * @param address what the kernel is given
   * @param bytes the same memory as Java sees it, valid until the {@link Scratch} is closed
   */
  public record Block(long address, ByteBuffer bytes) {
    /** Returns the size in bytes. */
    public int size() {
      return bytes.capacity();
    }
  }
}
