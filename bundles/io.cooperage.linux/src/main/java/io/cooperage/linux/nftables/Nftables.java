package io.cooperage.linux.nftables;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.SharedLibrary;
import io.cooperage.linux.thread.LowDescriptors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs commands of {@code nft(8)} within this process, in the calling thread's network namespace.
 *
 * @see <a href="https://manpages.debian.org/libnftables-dev/libnftables.3">libnftables(3)</a>
 */
public final class Nftables {
  private static final String LIBRARY = "libnftables.so.1";
  private static final int NO_FLAGS = 0;

  /** NFT_CTX_OUTPUT_STATELESS: without what counters have met. */
  private static final int STATELESS = 1 << 2;

  /** NFT_CTX_OUTPUT_JSON. */
  private static final int JSON = 1 << 4;

  /** NFT_CTX_OUTPUT_TERSE: without the elements of named sets. */
  private static final int TERSE = 1 << 11;

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

  /**
   * Lists a table of the family inet as JSON.
   *
   * @return empty only when there is none of that name
   * @throws ContainerException KERNEL when it is there, or may be, and cannot be listed
   */
  public static Optional<String> table(String name) {
    return listed(name, JSON);
  }

  /**
   * Lists the rules of a table of the family inet, each behind the name of its chain and without
   * what it has met; also how each chain is hooked.
   *
   * @return empty only when there is no table of that name
   * @throws ContainerException KERNEL when it is there, or may be, and cannot be listed
   */
  public static Optional<List<String>> rules(String name) {
    return listed(name, STATELESS | TERSE).map(Nftables::ofChains);
  }

  /** Removes a table of the family inet, if it is there. */
  public static void remove(String name) {
    run("add table inet " + name + "\ndelete table inet " + name + "\n");
  }

  private static Optional<String> listed(String name, int flags) {
    Answer answer = execute("list table inet " + name, flags);
    if (answer.done()) {
      return Optional.of(answer.text());
    }
    // What nft says is in the words of the host's language: it does not tell what is missing.
    Answer all = execute("list tables inet", NO_FLAGS);
    if (all.done() && all.text().lines().noneMatch(("table inet " + name)::equals)) {
      return Optional.empty();
    }
    throw new ContainerException(
        ErrorCode.KERNEL, "the nft table " + name + " cannot be listed: " + answer.text());
  }

  private static List<String> ofChains(String listing) {
    List<String> rules = new ArrayList<>();
    String block = "";
    for (String line : listing.lines().map(String::strip).toList()) {
      if (line.endsWith("{")) {
        block = line.substring(0, line.length() - 1);
      } else if (line.equals("}")) {
        block = "";
      } else if (block.startsWith("chain ")) {
        rules.add(block + line);
      }
    }
    return rules;
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
