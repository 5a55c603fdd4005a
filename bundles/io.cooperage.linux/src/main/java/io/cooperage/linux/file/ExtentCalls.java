package io.cooperage.linux.file;

import io.cooperage.linux.Kernel;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Sharing, copying and listing the disk space of files. Offsets and lengths are bytes. */
public final class ExtentCalls {
  private static final long FICLONE = 0x40049409L;
  private static final long FICLONERANGE = 0x4020940DL;
  private static final long FIDEDUPERANGE = 0xC0189436L;
  private static final long FIEMAP = 0xC020660BL;
  private static final int DEDUPE_SIZE = 56;
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
   * Makes the beginning of one file share the blocks of a range of another.
   *
   * @param offset a multiple of the file system's block
   * @param length the same, unless the range ends with the source
   * @throws io.cooperage.linux.LinuxException as for {@link #cloneWhole}, EINVAL if unaligned or
   *     not in the source
   */
  public static void cloneRange(OwnedFd source, long offset, long length, OwnedFd target) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block range = scratch.block(32);
      range.bytes().putLong(0, source.fd()).putLong(8, offset).putLong(16, length).putLong(24, 0);
      String about = source.title() + " to " + target.title();
      Kernel.call(
          Syscall.IOCTL, "FICLONERANGE " + about, target.fd(), FICLONERANGE, range.address());
    }
  }

  /**
   * Makes a range of one file share another's blocks if both hold the same, which the kernel
   * compares while nobody writes. Offsets and length are multiples of the file system's block.
   *
   * @param length at most 16 MiB
   * @return whether they share them now; not if they differ
   * @throws io.cooperage.linux.LinuxException EOPNOTSUPP when the file system cannot, EINVAL for a
   *     range that does not lie in both files
   */
  public static boolean shareEqual(
      OwnedFd source, long from, OwnedFd target, long to, long length) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block request = scratch.block(DEDUPE_SIZE);
      ByteBuffer b = request.bytes();
      b.putLong(0, from).putLong(8, length).putShort(16, (short) 1);
      b.putLong(24, target.fd()).putLong(32, to);
      String about = source.title() + " to " + target.title();
      Kernel.call(
          Syscall.IOCTL, "FIDEDUPERANGE " + about, source.fd(), FIDEDUPERANGE, request.address());
      int status = b.getInt(48);
      if (status < 0) {
        throw new LinuxException("FIDEDUPERANGE", -status, about);
      }
      return status == 0 && b.getLong(40) == length;
    }
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

  /** Hands over every extent in rising order of offset; delayed allocations are written first. */
  public static void forEach(OwnedFd file, Consumer<Extent> consumer) {
    forEach(file, 0, Long.MAX_VALUE, consumer);
  }

  /** The same for those that touch a range; the first and the last may reach out of it. */
  public static void forEach(OwnedFd file, long from, long end, Consumer<Extent> consumer) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block map = scratch.block(HEADER + BATCH * ENTRY);
      long start = from;
      boolean more = true;
      while (more && start < end) {
        ask(file, map, start, end - start, BATCH);
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

  private static void ask(OwnedFd file, Scratch.Block map, long start, long length, int room) {
    ByteBuffer b = map.bytes();
    b.putLong(0, start).putLong(8, length);
    b.putInt(16, FIEMAP_SYNC).putInt(20, 0).putInt(24, room).putInt(28, 0);
    Kernel.call(Syscall.IOCTL, "FIEMAP " + file.title(), file.fd(), FIEMAP, map.address());
  }

  private static Extent decode(ByteBuffer b, int at) {
    return new Extent(b.getLong(at), b.getLong(at + 8), b.getLong(at + 16), b.getInt(at + 40));
  }
}
