package io.cooperage.network.routed;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.SharedLibrary;
import io.cooperage.linux.thread.LowDescriptors;
import java.util.Optional;

/**
 * Runs commands of {@code nft(8)} within this process, in the calling thread's network namespace.
 *
 * @see <a href="https://manpages.debian.org/libnftables-dev/libnftables.3">libnftables(3)</a>
 */
final class Nftables {
  private static final String LIBRARY = "libnftables.so.1";

  private Nftables() {}

  static boolean available() {
    return library().isPresent();
  }

  /**
   * Runs commands as one transaction.
   *
   * @throws ContainerException with what nft says, when it refuses or is missing
   */
  static void run(String commands) {
    String words = execute(commands);
    if (!words.isEmpty()) {
      throw new ContainerException(ErrorCode.KERNEL, "nftables refused a rule: " + words);
    }
  }

  /** Runs commands as one transaction and says whether they succeeded. */
  static boolean accepts(String commands) {
    return execute(commands).isEmpty();
  }

  /** Returns what nft says against the commands, nothing when it has run them. */
  private static String execute(String commands) {
    SharedLibrary nft =
        library()
            .orElseThrow(
                () ->
                    new ContainerException(
                        ErrorCode.UNSUPPORTED,
                        "the library " + LIBRARY + " cannot be loaded",
                        "install the package libnftables1"));
    try (Scratch scratch = new Scratch()) {
      long text = scratch.text(commands);
      // libnftables waits for its socket by select(2).
      return LowDescriptors.call("cooperage-nft", () -> execute(nft, text));
    }
  }

  private static String execute(SharedLibrary nft, long commands) {
    long context = nft.call("nft_ctx_new", 0);
    if (context == 0) {
      throw new ContainerException(
          ErrorCode.KERNEL, "nftables cannot be reached", "check that the kernel has nf_tables");
    }
    try {
      nft.callInt("nft_ctx_buffer_output", context);
      nft.callInt("nft_ctx_buffer_error", context);
      if (nft.callInt("nft_run_cmd_from_buffer", context, commands) == 0) {
        return "";
      }
      String words = SharedLibrary.text(nft.call("nft_ctx_get_error_buffer", context)).strip();
      return words.isEmpty() ? "no reason given" : words;
    } finally {
      nft.callVoid("nft_ctx_free", context);
    }
  }

  private static Optional<SharedLibrary> library() {
    try {
      return Optional.of(SharedLibrary.open(LIBRARY));
    } catch (UnsatisfiedLinkError e) {
      return Optional.empty();
    }
  }
}
