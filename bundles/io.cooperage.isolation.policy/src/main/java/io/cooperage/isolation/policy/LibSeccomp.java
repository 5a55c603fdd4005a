package io.cooperage.isolation.policy;

import io.cooperage.linux.Scratch;
import io.cooperage.linux.SharedLibrary;

/**
 * What is used of libseccomp 2.5 (seccomp.h). Instances hold nothing of a filter; the functions are
 * thread-safe for different filters, which are addresses here.
 */
final class LibSeccomp {
  static final int ALLOW = 0x7fff0000;
  static final int ERRNO = 0x00050000;

  /** The call goes through, and the kernel's audit tells of it. */
  static final int LOG = 0x7ffc0000;

  /** Answer to calls by a convention that the filter does not have; else the process ends. */
  static final int ATTRIBUTE_BAD_ARCHITECTURE = 2;

  /** Control whether the loader sets no_new_privs; of no effect on an export, set for clarity. */
  static final int ATTRIBUTE_NNP = 3;

  /** 2: a binary tree by system-call number. */
  static final int ATTRIBUTE_OPTIMIZE = 8;

  static final int COMPARE_NOT_EQUAL = 1;
  static final int COMPARE_MASKED_EQUAL = 7;

  /** struct scmp_arg_cmp: unsigned arg; enum op; uint64 mask; uint64 value. */
  static final int COMPARISON_SIZE = 24;

  static final int EEXIST = -17;
  static final int NO_SUCH_CALL = -1;

  private static final SharedLibrary C = SharedLibrary.open("libc.so.6");

  private final SharedLibrary library = SharedLibrary.open("libseccomp.so.2");

  /** Makes a filter; 0 when there is no memory for it. */
  long init(int defaultAction) {
    return library.call("seccomp_init", defaultAction);
  }

  void release(long filter) {
    library.callVoid("seccomp_release", filter);
  }

  int addArchitecture(long filter, int architecture) {
    return library.callInt("seccomp_arch_add", filter, architecture);
  }

  int setAttribute(long filter, int attribute, int value) {
    return library.callInt("seccomp_attr_set", filter, attribute, value);
  }

  int resolve(String call) {
    try (Scratch scratch = new Scratch()) {
      return library.callInt("seccomp_syscall_resolve_name", scratch.text(call));
    }
  }

  /** Name of a call; empty for one that the library does not know. */
  String name(int architecture, int call) {
    long text = library.call("seccomp_syscall_resolve_num_arch", architecture, call);
    String name = SharedLibrary.text(text);
    if (text != 0) {
      C.callVoid("free", text);
    }
    return name;
  }

  /** Adds a rule under {@code count} comparisons, which lie at an address. */
  int addRule(long filter, int action, int call, int count, long comparisons) {
    return library.callInt("seccomp_rule_add_array", filter, action, call, count, comparisons);
  }

  int export(long filter, int fd) {
    return library.callInt("seccomp_export_bpf", filter, fd);
  }
}
