package io.cooperage.network.routed;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;

/**
 * Runs commands of {@code nft(8)} within this process, through libnftables, in the calling thread's
 * namespace.
 */
final class Nftables {
  private static final String LIBRARY = "libnftables.so.1";
  private static final Nftables LOADED = load();

  private final Calls calls;
  private final String failure;

  private Nftables(Calls calls, String failure) {
    this.calls = calls;
    this.failure = failure;
  }

  static boolean available() {
    return LOADED.calls != null;
  }

  /**
   * Runs commands as one transaction.
   *
   * @throws ContainerException with what nft says, when it refuses or is missing
   */
  static void run(String commands) {
    String words = LOADED.execute(commands);
    if (!words.isEmpty()) {
      throw new ContainerException(ErrorCode.KERNEL, "nftables refused a rule: " + words);
    }
  }

  /** Runs commands as one transaction and says whether they succeeded. */
  static boolean accepts(String commands) {
    return LOADED.execute(commands).isEmpty();
  }

  /** Returns what nft says against the commands, nothing when it has run them. */
  private String execute(String commands) {
    if (calls == null) {
      throw new ContainerException(
          ErrorCode.UNSUPPORTED,
          "cannot load " + LIBRARY + ": " + failure,
          "install the package libnftables1");
    }
    Pointer context = calls.nft_ctx_new(0);
    if (context == null) {
      throw new ContainerException(
          ErrorCode.KERNEL, "nftables cannot be reached", "check that the kernel has nf_tables");
    }
    try {
      calls.nft_ctx_buffer_output(context);
      calls.nft_ctx_buffer_error(context);
      if (calls.nft_run_cmd_from_buffer(context, commands) == 0) {
        return "";
      }
      String words = calls.nft_ctx_get_error_buffer(context).strip();
      return words.isEmpty() ? "no reason given" : words;
    } finally {
      calls.nft_ctx_free(context);
    }
  }

  private static Nftables load() {
    try {
      Native.register(Calls.class, LIBRARY);
      return new Nftables(new Calls(), "");
    } catch (LinkageError | IllegalArgumentException e) {
      return new Nftables(null, e.toString());
    }
  }

  /** The functions of {@code libnftables(3)} that are used. */
  @SuppressWarnings("checkstyle:MethodName")
  static final class Calls {
    native Pointer nft_ctx_new(int flags);

    native int nft_ctx_buffer_output(Pointer context);

    native int nft_ctx_buffer_error(Pointer context);

    native int nft_run_cmd_from_buffer(Pointer context, String commands);

    native String nft_ctx_get_error_buffer(Pointer context);

    native void nft_ctx_free(Pointer context);
  }
}
