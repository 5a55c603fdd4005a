package io.cooperage.isolation.policy;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.linux.Machine;
import io.cooperage.linux.OwnedFd;
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
    Pointer filter = library.seccomp_init(LibSeccomp.ALLOW);
    if (filter == null) {
      throw failed("seccomp_init", 0);
    }
    try {
      check("NNP", library.seccomp_attr_set(filter, LibSeccomp.ATTRIBUTE_NNP, 0));
      check("OPTIMIZE", library.seccomp_attr_set(filter, LibSeccomp.ATTRIBUTE_OPTIMIZE, 2));
      addConventions(filter);
      rules.forEach(rule -> add(filter, rule));
      return export(filter);
    } finally {
      library.seccomp_release(filter);
    }
  }

  /** Without them a call by another convention would end the process instead of being answered. */
  private void addConventions(Pointer filter) {
    int[] further =
        switch (Machine.current()) {
          case X86_64 -> new int[] {I386, X32};
          case AARCH64 -> new int[] {ARM};
        };
    for (int architecture : further) {
      int result = library.seccomp_arch_add(filter, architecture);
      if (result != LibSeccomp.EEXIST) {
        check("arch_add", result);
      }
    }
  }

  private void add(Pointer filter, DenyRule rule) {
    int call = library.seccomp_syscall_resolve_name(rule.call());
    if (call == LibSeccomp.NO_SUCH_CALL) {
      LOG.info(
          "libseccomp does not know the system call {}; the kernel's own checks remain",
          rule.call());
      return;
    }
    int action = LibSeccomp.ERRNO | rule.answer().number();
    Memory comparison = rule.condition().map(FilterCompiler::comparison).orElse(null);
    int count = comparison == null ? 0 : 1;
    check(rule.call(), library.seccomp_rule_add_array(filter, action, call, count, comparison));
  }

  private static Memory comparison(ArgumentCondition condition) {
    Memory memory = new Memory(LibSeccomp.COMPARISON_SIZE);
    memory.setInt(0, condition.argument());
    memory.setInt(4, LibSeccomp.COMPARE_MASKED_EQUAL);
    memory.setLong(8, condition.mask());
    memory.setLong(16, condition.value());
    return memory;
  }

  private BpfProgram export(Pointer filter) {
    try (OwnedFd file = OpenCalls.memory("cooperage-seccomp")) {
      check("export_bpf", library.seccomp_export_bpf(filter, file.fd()));
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
