package io.cooperage.linux;

/** JNA's native part could not be loaded, so that no system call can be made at all. */
public final class NativeLibraryException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  NativeLibraryException(Throwable cause) {
    super(
        "cannot load the native part of JNA: "
            + cause
            + "; check jna.boot.library.path, and that jna.tmpdir is not mounted noexec",
        cause);
  }
}
