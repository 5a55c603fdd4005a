package io.cooperage.template.busybox;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the program headers of a 64-bit ELF file tell.
 *
 * @param isStatic whether it names no program interpreter (PT_INTERP), so that the kernel alone can
 *     run it
 * @see <a href="https://man7.org/linux/man-pages/man5/elf.5.html">elf(5)</a>
 */
record ElfProgram(boolean isStatic) {
  private static final int MAGIC = 0x7f454c46;
  private static final int CLASS_64 = 2;
  private static final int LITTLE_ENDIAN = 1;
  private static final int HEADER_SIZE = 64;
  private static final int PROGRAM_HEADER_SIZE = 56;
  private static final int MOST_PROGRAM_HEADERS = 256;
  private static final int PT_INTERP = 3;

  static ElfProgram read(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      ByteBuffer header = piece(channel, 0, HEADER_SIZE);
      if (header.getInt(0) != MAGIC || header.get(4) != CLASS_64) {
        throw new IOException("it is no 64-bit ELF program");
      }
      ByteOrder order =
          header.get(5) == LITTLE_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
      header.order(order);
      long at = header.getLong(32);
      int size = Short.toUnsignedInt(header.getShort(54));
      int count = Short.toUnsignedInt(header.getShort(56));
      if (size != PROGRAM_HEADER_SIZE || count > MOST_PROGRAM_HEADERS || at < 0) {
        throw new IOException("its program headers are not as in elf(5)");
      }
      ByteBuffer headers = piece(channel, at, size * count).order(order);
      boolean interpreted = false;
      for (int i = 0; i < count; i++) {
        interpreted |= headers.getInt(i * size) == PT_INTERP;
      }
      return new ElfProgram(!interpreted);
    } catch (BufferUnderflowException e) {
      throw new IOException("it ends too early", e);
    }
  }

  private static ByteBuffer piece(SeekableByteChannel channel, long at, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    channel.position(at);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new IOException("it ends too early");
      }
    }
    return buffer.flip();
  }
}
