package io.cooperage.isolation.policy;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Machine;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Scratch;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.spi.kernel.BpfProgram;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns rules into a program for every calling convention of this machine, as a binary tree. */
final class FilterCompiler {
  private static final Logger LOG = LoggerFactory.getLogger(FilterCompiler.class);
  private static final int LARGEST = 8 * 4096;
  private static final int I386 = 0x40000003;
  private static final int X32 = 0x4000003e;
  private static final int ARM = 0x40000028;

  /** Conventions beside the machine's own that usual programs have. */
  private static final int[] USUAL =
      switch (Machine.current()) {
        case X86_64 -> new int[] {I386};
        case AARCH64 -> new int[] {ARM};
      };

  /** All conventions beside the machine's own: what is denied must be so by each. */
  private static final int[] DENIABLE =
      switch (Machine.current()) {
        case X86_64 -> new int[] {I386, X32};
        case AARCH64 -> new int[] {ARM};
      };

  private final LibSeccomp library;

  FilterCompiler() {
    try {
      library = new LibSeccomp();
    } catch (UnsatisfiedLinkError e) {
      throw new ContainerException(
          ErrorCode.UNSUPPORTED,
          "libseccomp.so.2 cannot be loaded: " + e.getMessage(),
          "install the package libseccomp2",
          e);
    }
  }

  /** Lets everything through but what rules are about. */
  BpfProgram denying(List<DenyRule> rules, ToIntFunction<DenyRule> action) {
    return compile(
        LibSeccomp.ALLOW,
        DENIABLE,
        filter -> rules.forEach(r -> add(filter, r.call(), action.applyAsInt(r), r.condition())));
  }

  /**
   * Lets some calls through. The x32 convention has no programs to speak of and calls of its own:
   * it is answered like any that is not listed.
   */
  BpfProgram allowing(Set<String> calls, int otherwise) {
    return compile(
        otherwise,
        USUAL,
        filter -> calls.forEach(c -> add(filter, c, LibSeccomp.ALLOW, Optional.empty())));
  }

  private BpfProgram compile(int otherwise, int[] conventions, LongConsumer rules) {
    long filter = library.init(otherwise);
    if (filter == 0) {
      throw failed("seccomp_init", 0);
    }
    try {
      check("NNP", library.setAttribute(filter, LibSeccomp.ATTRIBUTE_NNP, 0));
      check("OPTIMIZE", library.setAttribute(filter, LibSeccomp.ATTRIBUTE_OPTIMIZE, 2));
      check(
          "BADARCH",
          library.setAttribute(filter, LibSeccomp.ATTRIBUTE_BAD_ARCHITECTURE, otherwise));
      addConventions(filter, conventions);
      rules.accept(filter);
      return export(filter);
    } finally {
      library.release(filter);
    }
  }

  private void addConventions(long filter, int[] conventions) {
    for (int convention : conventions) {
      int result = library.addArchitecture(filter, convention);
      if (result != LibSeccomp.EEXIST) {
        check("arch_add", result);
      }
    }
  }

  private void add(long filter, String name, int action, Optional<ArgumentCondition> condition) {
    int call = library.resolve(name);
    if (call == LibSeccomp.NO_SUCH_CALL) {
      if (action != LibSeccomp.ALLOW) {
        LOG.info("libseccomp does not know {}; the kernel's own checks remain", name);
      }
      return;
    }
    try (Scratch scratch = new Scratch()) {
      int count = condition.isPresent() ? 1 : 0;
      long comparisons = condition.map(c -> comparison(scratch, c)).orElse(0L);
      check(name, library.addRule(filter, action, call, count, comparisons));
    }
  }

  private static long comparison(Scratch scratch, ArgumentCondition condition) {
    Scratch.Block block = scratch.block(LibSeccomp.COMPARISON_SIZE);
    block.bytes().putInt(condition.argument());
    switch (condition.test()) {
      case EQUAL ->
          block
              .bytes()
              .putInt(LibSeccomp.COMPARE_MASKED_EQUAL)
              .putLong(condition.mask())
              .putLong(condition.value());
      case NOT_EQUAL ->
          block.bytes().putInt(LibSeccomp.COMPARE_NOT_EQUAL).putLong(condition.value()).putLong(0);
    }
    return block.address();
  }

  private BpfProgram export(long filter) {
    try (OwnedFd file = OpenCalls.memory("cooperage-seccomp")) {
      check("export_bpf", library.export(filter, file.fd()));
      return new BpfProgram(FileCalls.readAll(file, LARGEST));
    }
  }

  private static void check(String what, int result) {
    if (result < 0) {
      throw failed(what, result);
    }
  }

  private static ContainerException failed(String what, int result) {
    return new ContainerException(
        ErrorCode.INTERNAL, "libseccomp refuses " + what + " with " + result, "");
  }
}
