package io.cooperage.linux.nftables;

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
public final class Nftables {
  private static final String LIBRARY = "libnftables.so.1";
  private static final int NO_FLAGS = 0;

  /** NFT_CTX_OUTPUT_JSON. */
  private static final int JSON = 1 << 4;

  private Nftables() {}

  /** Whether the library can be loaded. */
  public static boolean available() {
    return library().isPresent();
  }

  /**
   * Runs commands as one transaction.
   *
   * @throws ContainerException with what nft says, when it refuses or is missing
   */
  public static void run(String commands) {
    Answer answer = execute(commands, NO_FLAGS);
    if (!answer.done()) {
      throw new ContainerException(ErrorCode.KERNEL, "nftables refused a rule: " + answer.text());
    }
  }

  /**
   * Runs a command that lists, and returns its answer as JSON.
   *
   * @return empty when what is to be listed is not there, or cannot be listed
   * @see <a href="https://manpages.debian.org/libnftables1/libnftables-json.5">libnftables-json</a>
   */
  public static Optional<String> json(String command) {
    Answer answer = execute(command, JSON);
    return answer.done() ? Optional.of(answer.text()) : Optional.empty();
  }

  /** Runs commands as one transaction and says whether they succeeded. */
  public static boolean accepts(String commands) {
    return execute(commands, NO_FLAGS).done();
  }

  /** What nft answers: what it printed, or what it says against the commands. */
  private record Answer(boolean done, String text) {}

  private static Answer execute(String commands, int flags) {
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
      return LowDescriptors.call("cooperage-nft", () -> execute(nft, text, flags));
    }
  }

  private static Answer execute(SharedLibrary nft, long commands, int flags) {
    long context = nft.call("nft_ctx_new", 0);
    if (context == 0) {
      throw new ContainerException(
          ErrorCode.KERNEL, "nftables cannot be reached", "check that the kernel has nf_tables");
    }
    try {
      nft.callVoid("nft_ctx_output_set_flags", context, flags);
      nft.callInt("nft_ctx_buffer_output", context);
      nft.callInt("nft_ctx_buffer_error", context);
      if (nft.callInt("nft_run_cmd_from_buffer", context, commands) == 0) {
        String text = SharedLibrary.text(nft.call("nft_ctx_get_output_buffer", context));
        return new Answer(true, text);
      }
      String words = SharedLibrary.text(nft.call("nft_ctx_get_error_buffer", context)).strip();
      return new Answer(false, words.isEmpty() ? "no reason given" : words);
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
