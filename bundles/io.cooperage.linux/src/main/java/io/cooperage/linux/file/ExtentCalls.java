package io.cooperage.linux.file;

import io.cooperage.linux.Kernel;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Sharing, copying and listing the disk space of files. Offsets and lengths are bytes. */
public final class ExtentCalls {
  private static final long FICLONE = 0x40049409L;
  private static final long FIEMAP = 0xC020660BL;
  private static final int FIEMAP_SYNC = 1;
  private static final int LAST = 1;
  private static final int HEADER = 32;
  private static final int ENTRY = 56;
  private static final int BATCH = 512;

  private ExtentCalls() {}

  /**
   * Makes the whole of one file share another's blocks (a reflink). Atomic: the source's writers
   * wait meanwhile, for a time that grows with its number of extents.
   *
   * @throws io.cooperage.linux.LinuxException EOPNOTSUPP when the file system has none, EXDEV
   *     across file systems
   */
  public static void cloneWhole(OwnedFd source, OwnedFd target) {
    String about = source.title() + " to " + target.title();
    Kernel.call(Syscall.IOCTL, "FICLONE " + about, target.fd(), FICLONE, source.fd());
  }

  /**
   * Copies a range within the kernel, sharing blocks where the file system can; returns how many
   * bytes were copied.
   */
  public static long copyRange(OwnedFd source, long from, OwnedFd target, long to, long length) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block offsets = scratch.block(16);
      offsets.bytes().putLong(0, from).putLong(8, to);
      return Kernel.call(
          Syscall.COPY_FILE_RANGE,
          source.title() + " to " + target.title(),
          source.fd(),
          offsets.address(),
          target.fd(),
          offsets.address() + 8,
          length,
          0);
    }
  }

  /**
   * Returns how many extents a file has, without listing them; delayed allocations are written
   * first.
   */
  public static int count(OwnedFd file) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block map = scratch.block(HEADER);
      ask(file, map, 0, 0);
      return map.bytes().getInt(20);
    }
  }

  /** Hands over every extent in rising order of offset; delayed allocations are written first. */
  public static void forEach(OwnedFd file, Consumer<Extent> consumer) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block map = scratch.block(HEADER + BATCH * ENTRY);
      long start = 0;
      boolean more = true;
      while (more) {
        ask(file, map, start, BATCH);
        int found = map.bytes().getInt(20);
        more = found > 0;
        for (int i = 0; i < found; i++) {
          Extent extent = decode(map.bytes(), HEADER + i * ENTRY);
          consumer.accept(extent);
          start = extent.end();
          more = (extent.flags() & LAST) == 0;
        }
      }
    }
  }

  private static void ask(OwnedFd file, Scratch.Block map, long start, int room) {
    ByteBuffer b = map.bytes();
    b.putLong(0, start).putLong(8, Long.MAX_VALUE - start);
    b.putInt(16, FIEMAP_SYNC).putInt(20, 0).putInt(24, room).putInt(28, 0);
    Kernel.call(Syscall.IOCTL, "FIEMAP " + file.title(), file.fd(), FIEMAP, map.address());
  }

  private static Extent decode(ByteBuffer b, int at) {
    return new Extent(b.getLong(at), b.getLong(at + 8), b.getLong(at + 16), b.getInt(at + 40));
  }
}
