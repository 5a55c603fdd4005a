package io.cooperage.storage.ploop;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Errno;
import io.cooperage.linux.LinuxException;
import io.cooperage.storage.ploop.format.MalformedImageException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/** Tells failures of the kernel and of image files in the user's words. */
final class Failures {
  private static final String SPACE =
      "destroy containers or templates, or give the pool more space";

  private Failures() {}

  /** Does something whose failure shall be told as "cannot WHAT". */
  static <T> T told(String what, Supplier<T> work) {
    try {
      return work.get();
    } catch (LinuxException e) {
      if (e.is(Errno.ENOSPC)) {
        throw full(what, e);
      }
      ErrorCode code = e.is(Errno.EUCLEAN) ? ErrorCode.BROKEN_CONTAINER : ErrorCode.KERNEL;
      throw new ContainerException(code, "cannot " + what + ": " + e.getMessage(), "", e);
    } catch (MalformedImageException e) {
      throw new ContainerException(
          ErrorCode.BROKEN_CONTAINER,
          "cannot " + what + ": " + e.getMessage(),
          "nothing was changed; restore the disk from a backup",
          e);
    } catch (UncheckedIOException e) {
      if (String.valueOf(e.getCause().getMessage()).endsWith(Errno.ENOSPC.text())) {
        throw full(what, e);
      }
      throw new ContainerException(
          ErrorCode.PROVIDER, "cannot " + what + ": " + e.getCause(), "", e);
    }
  }

  /** As {@link #told(String, Supplier)}, for work without an answer. */
  static void done(String what, Runnable work) {
    told(
        what,
        () -> {
          work.run();
          return what;
        });
  }

  private static ContainerException full(String what, RuntimeException e) {
    return new ContainerException(
        ErrorCode.NO_SPACE, "cannot " + what + ": the pool is full", SPACE, e);
  }
}
