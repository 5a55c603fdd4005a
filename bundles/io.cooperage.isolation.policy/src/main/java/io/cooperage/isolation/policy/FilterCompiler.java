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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns deny rules into a program for every calling convention of this machine, as a binary tree.
 */
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

  BpfProgram compile(List<DenyRule> rules) {
    long filter = library.init(LibSeccomp.ALLOW);
    if (filter == 0) {
      throw failed("seccomp_init", 0);
    }
    try {
      check("NNP", library.setAttribute(filter, LibSeccomp.ATTRIBUTE_NNP, 0));
      check("OPTIMIZE", library.setAttribute(filter, LibSeccomp.ATTRIBUTE_OPTIMIZE, 2));
      addConventions(filter);
      rules.forEach(rule -> add(filter, rule));
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

  private void add(long filter, DenyRule rule) {
    int call = library.resolve(rule.call());
    if (call == LibSeccomp.NO_SUCH_CALL) {
      LOG.info(
          "libseccomp does not know the system call {}; the kernel's own checks remain",
          rule.call());
      return;
    }
    int action = LibSeccomp.ERRNO | rule.answer().number();
    try (Scratch scratch = new Scratch()) {
      int count = rule.condition().isPresent() ? 1 : 0;
      long comparisons = rule.condition().map(c -> comparison(scratch, c)).orElse(0L);
      check(rule.call(), library.addRule(filter, action, call, count, comparisons));
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
