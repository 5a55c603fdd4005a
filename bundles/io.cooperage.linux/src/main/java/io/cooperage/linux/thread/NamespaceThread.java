package io.cooperage.linux.thread;

import io.cooperage.linux.Kernel;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Syscall;
import java.util.function.Supplier;

/**
 * Runs work on a new thread inside another namespace. A JVM has many threads, so the kernel lets it
 * enter every kind but a user namespace in this way.
 */
public final class NamespaceThread {
  private static final long FS = 0x00000200;

  private NamespaceThread() {}

  /** Runs the work inside an existing namespace. */
  public static <T> T callIn(OwnedFd namespace, NamespaceKind kind, Supplier<T> work) {
    return ThrowawayThread.call(
        "cooperage-in-" + kind.file(),
        () -> {
          separateRoot(kind);
          Kernel.call(Syscall.SETNS, namespace.title(), namespace.fd(), kind.bit());
        },
        work);
  }

  /**
   * Runs the work inside a new namespace, which ends with the work unless something else holds it.
   */
  public static <T> T callInNew(NamespaceKind kind, Supplier<T> work) {
    return ThrowawayThread.call(
        "cooperage-new-" + kind.file(),
        () -> {
          separateRoot(kind);
          Kernel.call(Syscall.UNSHARE, kind.file(), kind.bit());
        },
        work);
  }

  private static void separateRoot(NamespaceKind kind) {
    // Root and working directory are shared by all threads until told otherwise, and belong to a
    // mount namespace.
    if (kind == NamespaceKind.MOUNT) {
      Kernel.call(Syscall.UNSHARE, "fs", FS);
    }
  }
}
