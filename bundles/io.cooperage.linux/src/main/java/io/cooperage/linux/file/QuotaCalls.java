package io.cooperage.linux.file;

import io.cooperage.linux.Errno;
import io.cooperage.linux.Kernel;
import io.cooperage.linux.LinuxException;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.Syscall;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Quotas of a mounted file system by {@code quotactl_fd(2)} (kernel 5.14). Ids are those that the
 * file system stores, whatever the mount maps them to. Without quotas the kernel answers ENOSYS
 * (the file system or the kernel has none) or ESRCH (they are not switched on).
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/quotactl.2.html">quotactl(2)</a>
 */
public final class QuotaCalls {
  private static final int ON = 0x800002;
  private static final int OFF = 0x800003;
  private static final int GET_INFO = 0x800005;
  private static final int GET = 0x800007;
  private static final int SET = 0x800008;
  private static final int NEXT = 0x800009;

  /** Q_XGETQSTAT, which ext4 answers as well; struct fs_quota_stat of linux/dqblk_xfs.h. */
  private static final int GET_STATE = 0x5805;

  private static final int STATE_SIZE = 256;
  private static final int STATE_FLAGS_AT = 2;

  /** Format of quotas that the file system itself keeps; they need no file. */
  private static final int OWN_FORMAT = 4;

  private static final int BLOCK = 1024;
  private static final int VALID_AT = 64;
  private static final int ID_AT = 68;
  private static final int SIZE = 72;

  /** The limits are meant, the use is not. */
  private static final int LIMITS = 1 | 4;

  private QuotaCalls() {}

  /** Whether uses of this kind are counted. */
  public static boolean counted(OwnedFd root, QuotaKind kind) {
    try (Scratch scratch = new Scratch()) {
      call(root, kind, GET_INFO, 0, scratch.block(SIZE));
      return true;
    } catch (LinuxException e) {
      if (e.is(Errno.ENOSYS, Errno.ESRCH, Errno.EOPNOTSUPP, Errno.EINVAL)) {
        return false;
      }
      throw e;
    }
  }

  /** Whether limits of this kind are enforced. */
  public static boolean enforced(OwnedFd root, QuotaKind kind) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block state = scratch.block(STATE_SIZE);
      call(root, kind, GET_STATE, 0, state);
      return (state.bytes().getShort(STATE_FLAGS_AT) & kind.enforcedFlag()) != 0;
    } catch (LinuxException e) {
      if (e.is(Errno.ENOSYS, Errno.ESRCH, Errno.EOPNOTSUPP, Errno.EINVAL)) {
        return false;
      }
      throw e;
    }
  }

  /** Begins to enforce limits; ENOSYS, ESRCH or EINVAL where nothing is counted. */
  public static void enforce(OwnedFd root, QuotaKind kind) {
    try (Scratch scratch = new Scratch()) {
      call(root, kind, ON, OWN_FORMAT, scratch.block(SIZE));
    } catch (LinuxException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
  }

  /** Ends the enforcing of limits; they stay stored. */
  public static void release(OwnedFd root, QuotaKind kind) {
    try (Scratch scratch = new Scratch()) {
      call(root, kind, OFF, 0, scratch.block(SIZE));
    }
  }

  /** Use and limits of one id; all zero if it has never been seen. */
  public static Quota get(OwnedFd root, QuotaKind kind, long id) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block block = scratch.block(SIZE);
      call(root, kind, GET, id, block);
      return quota(block.bytes(), id);
    }
  }

  /** The first id from the given one on that has use or limits; empty after the last. */
  public static Optional<Quota> next(OwnedFd root, QuotaKind kind, long from) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block block = scratch.block(SIZE);
      call(root, kind, NEXT, from, block);
      return Optional.of(quota(block.bytes(), Integer.toUnsignedLong(block.bytes().getInt(ID_AT))));
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Stores the limits of one id. */
  public static void set(OwnedFd root, QuotaKind kind, Quota limits) {
    try (Scratch scratch = new Scratch()) {
      Scratch.Block block = scratch.block(SIZE);
      ByteBuffer fields = block.bytes();
      fields.putLong(0, blocks(limits.hardSpace()));
      fields.putLong(8, blocks(limits.softSpace()));
      fields.putLong(24, limits.hardInodes());
      fields.putLong(32, limits.softInodes());
      fields.putInt(VALID_AT, LIMITS);
      call(root, kind, SET, limits.id(), block);
    }
  }

  private static long blocks(long bytes) {
    return (bytes + BLOCK - 1) / BLOCK;
  }

  private static Quota quota(ByteBuffer fields, long id) {
    return new Quota(
        id,
        fields.getLong(8) * BLOCK,
        fields.getLong(0) * BLOCK,
        fields.getLong(16),
        fields.getLong(32),
        fields.getLong(24),
        fields.getLong(40));
  }

  private static void call(
      OwnedFd root, QuotaKind kind, int command, long id, Scratch.Block block) {
    long coded = ((long) command << 8) | kind.number();
    Kernel.call(Syscall.QUOTACTL_FD, root.title(), root.fd(), coded, id, block.address());
  }
}
