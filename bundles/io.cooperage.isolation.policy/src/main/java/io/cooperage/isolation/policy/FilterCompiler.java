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
        filter -> rules.forEach(r -> add(filter, r.call(), action.applyAsInt(r), r.condition())));
  }

  /** Lets some calls through. */
  BpfProgram allowing(Set<String> calls, int otherwise) {
    return compile(
        otherwise,
        filter -> calls.forEach(c -> add(filter, c, LibSeccomp.ALLOW, Optional.empty())));
  }

  private BpfProgram compile(int otherwise, LongConsumer rules) {
    long filter = library.init(otherwise);
    if (filter == 0) {
      throw failed("seccomp_init", 0);
    }
    try {
      check("NNP", library.setAttribute(filter, LibSeccomp.ATTRIBUTE_NNP, 0));
      check("OPTIMIZE", library.setAttribute(filter, LibSeccomp.ATTRIBUTE_OPTIMIZE, 2));
      addConventions(filter);
      rules.accept(filter);
      return export(filter);
    } finally {
      library.release(filter);
    }
  }

  /** Without them a call by another convention would end the process instead of being answered. */
  private void addConventions(long filter) {
    int[] further =
        switch (Machine.current()) {
          case X86_64 -> new int[] {I386, X32};
          case AARCH64 -> new int[] {ARM};
        };
    for (int architecture : further) {
      int result = library.addArchitecture(filter, architecture);
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
    block.bytes().putInt(condition.argument()).putInt(LibSeccomp.COMPARE_MASKED_EQUAL);
    block.bytes().putLong(condition.mask()).putLong(condition.value());
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
